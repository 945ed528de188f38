import { sentences } from '../../../domain/sentences/en.ts';
import { administration } from './administration.ts';
import { audit } from './audit.ts';
import { common } from './common.ts';
import { consents } from './consents.ts';
import { dashboard } from './dashboard.ts';
import { notifications } from './notifications.ts';
import { progress } from './progress.ts';
import { synchronizations } from './synchronizations.ts';
import { targets } from './targets.ts';
import { webhooks } from './webhooks.ts';

export const catalogue = {
  administration,
  audit,
  common,
  consents,
  dashboard,
  failures: sentences.failures,
  notifications,
  permissions: sentences.permissions,
  progress,
  synchronizations,
  targets,
  webhooks,
};

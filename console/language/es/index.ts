import type { Catalogue } from '../catalogue.ts';
import { sentences } from '../../../domain/sentences/es.ts';
import { administration } from './administration.ts';
import { audit } from './audit.ts';
import { common } from './common.ts';
import { consents } from './consents.ts';
import { dashboard } from './dashboard.ts';
import { mail } from './mail.ts';
import { notifications } from './notifications.ts';
import { progress } from './progress.ts';
import { synchronizations } from './synchronizations.ts';
import { targets } from './targets.ts';
import { webhooks } from './webhooks.ts';

export const catalogue: Catalogue = {
  administration,
  audit,
  common,
  consents,
  dashboard,
  failures: sentences.failures,
  mail,
  notifications,
  permissions: sentences.permissions,
  progress,
  reasons: sentences.reasons,
  synchronizations,
  targets,
  unnamed: sentences.unnamed,
  webhooks,
};

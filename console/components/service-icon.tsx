import { CloudRegular, GlobeShieldRegular, MailShieldRegular } from '@fluentui/react-icons';
import type { Service } from '../../domain/services/services.ts';
import { copiesOf } from './service.ts';

const ICONS = {
  usersAndGroups: MailShieldRegular,
  sites: GlobeShieldRegular,
  drives: CloudRegular,
} as const;

/** What a service protects, as an icon. */
export function ServiceIcon({ service }: { service: Service }) {
  const Icon = ICONS[copiesOf(service)];
  return <Icon />;
}

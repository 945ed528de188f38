import { useTranslation } from 'react-i18next';
import type { RequiredMethod } from '../../api/client.ts';

/** Which services require the method, and how it is changed; null while it is free. */
export function useRequiredMethodTexts(required: RequiredMethod | null) {
  const { t, i18n } = useTranslation();
  if (required === null) return null;
  const names = required.services.map((service) => t(`service.${service}`));
  const services = new Intl.ListFormat(i18n.language).format(names);
  return {
    services,
    why: t(`requiredMethod.${required.method}`, { services, count: names.length }),
    change: t('requiredMethod.change', { services }),
  };
}

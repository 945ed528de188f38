import type { Texts } from '../catalogue.ts';

export const dashboard: Texts<'dashboard'> = {
  title: 'Panel',
  lead: 'Los servicios de {{organization}} y cómo están protegidos.',
  provision: 'Aprovisionar',
  continue: 'Continuar',
  details: 'Detalles',
  viewerOnly: 'Un administrador de su organización puede aprovisionar este servicio.',
  notProvisioned: 'Todavía sin protección',
  notProvisionedLead:
    'Dos consentimientos de un administrador global, elegir a quién proteger, y queda en marcha.',
  usersProtected_one: '{{count, number}} usuario protegido',
  usersProtected_other: '{{count, number}} usuarios protegidos',
  groups_one: '{{count, number}} grupo',
  groups_other: '{{count, number}} grupos',
  lastSynchronized: 'Sincronizado {{when}}',
  since: 'Desde {{when}}',
  removalsHeld:
    'Una sincronización eliminaría más de lo habitual. No se ha eliminado nada; decide un administrador.',
  decide: 'Ver a quién',
  state: {
    awaitingExchangeConsent: 'Espera en el paso 1',
    verifyingExchangeGrant: 'Comprueba el paso 1',
    awaitingGraphConsent: 'Espera en el paso 2',
    verifyingGraphGrant: 'Comprueba el paso 2',
    awaitingTargets: 'Espera su elección',
    synchronizing: 'Sincronizando',
    protected: 'Protegido',
    attentionRequired: 'Requiere atención',
    removing: 'Eliminándose',
    removed: 'Eliminado',
  },
  stateLead: {
    awaitingExchangeConsent:
      'Paso 1: un administrador global debe dar su consentimiento a Exchange Online.',
    verifyingExchangeGrant: 'Paso 1: comprobamos con Microsoft si se concedió el acceso.',
    awaitingGraphConsent:
      'Paso 2: un administrador global debe dar su consentimiento a Microsoft Graph.',
    verifyingGraphGrant: 'Paso 2: comprobamos con Microsoft si se concedió el acceso.',
    awaitingTargets: 'Ambos consentimientos están comprobados. Elija a quién proteger.',
    synchronizing: 'Se copian usuarios y grupos de Microsoft.',
    protected: 'El correo está protegido.',
    attentionRequired: 'No podemos continuar por nuestra cuenta.',
    removing: 'Se eliminan la cuenta y su copia del directorio.',
    removed: 'La cuenta se eliminó.',
  },
};

import type { Texts } from '../catalogue.ts';

export const dashboard: Texts<'dashboard'> = {
  title: 'Panel',
  lead: 'Servicios de {{organization}} y su estado de protección.',
  provision: 'Aprovisionar',
  continue: 'Continuar',
  details: 'Detalles',
  viewerOnly: 'Un administrador de su organización puede aprovisionar este servicio.',
  notProvisioned: 'Todavía sin protección',
  notProvisionedLead:
    'Para aprovisionarlo se necesitan dos consentimientos de un administrador global y elegir a quién proteger.',
  mailboxesProtected_one: '{{count, number}} buzón protegido',
  mailboxesProtected_other: '{{count, number}} buzones protegidos',
  groups_one: '{{count, number}} grupo',
  groups_other: '{{count, number}} grupos',
  lastSynchronized: 'Sincronizado {{when}}',
  since: 'Desde el {{when}}',
  removalsHeld:
    'Una sincronización eliminaría un número inusualmente alto de elementos. No se ha eliminado nada. Debe decidir un administrador.',
  decide: 'Revisar las eliminaciones',
  state: {
    awaitingConsent: 'A la espera del paso {{step}}',
    verifyingGrant: 'Comprobando el paso {{step}}',
    verifyingQuarantine: 'Comprobando la cuarentena',
    awaitingTargets: 'A la espera de su elección',
    synchronizing: 'Sincronizando',
    protected: 'Protegido',
    attentionRequired: 'Requiere atención',
    removing: 'Eliminándose',
    removed: 'Eliminado',
  },
  stateLead: {
    awaitingConsent:
      'Paso {{step}}: un administrador global debe dar su consentimiento para {{resource}}.',
    verifyingGrant: 'Paso {{step}}: estamos comprobando con Microsoft si se concedió el acceso.',
    verifyingQuarantine: 'Estamos comprobando si se pueden mover mensajes a una cuarentena.',
    awaitingTargets: 'Ambos consentimientos están comprobados. Elija a quién proteger.',
    synchronizing: 'Se están copiando los usuarios y los grupos de Microsoft.',
    protected: 'El correo está protegido.',
    attentionRequired: 'Detenido por un problema.',
    removing: 'Se están eliminando la cuenta y su copia del directorio.',
    removed: 'La cuenta se eliminó.',
  },
};

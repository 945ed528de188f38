import type { Texts } from '../catalogue.ts';

export const dashboard: Texts<'dashboard'> = {
  title: 'Panel',
  lead: 'Servicios de {{organization}} y su estado de protección.',
  provision: 'Aprovisionar',
  continue: 'Continuar',
  details: 'Detalles',
  viewerOnly: 'Un administrador de su organización puede aprovisionar este servicio.',
  notProvisioned: 'Todavía sin protección',
  notProvisionedLead: {
    'exchange-online':
      'Para aprovisionarlo se necesitan dos consentimientos de un administrador global y elegir a quién proteger.',
    'sharepoint-online':
      'Para aprovisionarlo se necesita un consentimiento de un administrador global y elegir los sitios que proteger.',
    onedrive:
      'Para aprovisionarlo se necesita un consentimiento de un administrador global y elegir a quién proteger.',
  },
  mailboxesProtected_one: '{{count, number}} buzón protegido',
  mailboxesProtected_other: '{{count, number}} buzones protegidos',
  sitesProtected_one: '{{count, number}} sitio protegido',
  sitesProtected_other: '{{count, number}} sitios protegidos',
  drivesProtected_one: '{{count, number}} unidad de OneDrive protegida',
  drivesProtected_other: '{{count, number}} unidades de OneDrive protegidas',
  nothingToProtect: 'Nada que proteger',
  groups_one: '{{count, number}} grupo',
  groups_other: '{{count, number}} grupos',
  lastSynchronized: 'Sincronizado {{when}}',
  since: 'Desde el {{when}}',
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
    awaitingTargets: {
      usersAndGroups: 'Ambos consentimientos están comprobados. Elija a quién proteger.',
      sites: 'El consentimiento está comprobado. Elija los sitios que proteger.',
      drives: 'El consentimiento está comprobado. Elija a quién proteger.',
    },
    synchronizing: {
      usersAndGroups: 'Se están copiando los usuarios y los grupos de Microsoft.',
      sites: 'Se está copiando la lista de sitios de Microsoft.',
      drives: 'Se está copiando de Microsoft la lista de unidades de OneDrive.',
    },
    protected: {
      usersAndGroups: 'El correo está protegido.',
      sites: 'Los sitios están protegidos.',
      drives: 'Las unidades de OneDrive están protegidas.',
    },
    attentionRequired: 'Detenido por un problema.',
    removing: 'Se están eliminando la cuenta y su copia del directorio.',
    removed: 'La cuenta se eliminó.',
  },
};

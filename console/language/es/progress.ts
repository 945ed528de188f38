import type { Texts } from '../catalogue.ts';

export const progress: Texts<'progress'> = {
  title: 'Sincronización',
  lead: 'Se están copiando de Microsoft los usuarios y los grupos. No hace falta que espere aquí: una notificación le avisará cuando termine.',
  leadSelected:
    'Se están copiando de Microsoft los usuarios seleccionados. No hace falta que espere aquí: una notificación le avisará cuando termine.',
  starting: 'La sincronización está a punto de empezar.',
  phases: 'Pasos de la sincronización',
  phase: {
    users: 'Leer usuarios',
    groups: 'Leer grupos y pertenencias',
    publishing: 'Publicar el directorio',
    protected: 'Protegido',
  },
  phaseState: {
    upcoming: 'pendiente',
    running: 'en curso',
    done: 'completado',
    stopped: 'detenido',
  },
  begun: 'Se inició a las {{time}}',
  took: 'duró {{duration}}',
  since: 'lleva {{duration}}',
  announceRunning: '{{phase}}: en curso',
  percent: '{{percent, number}} %',
  readOf: '{{users, number}} de {{total, number}} usuarios',
  users: 'Usuarios',
  groups: 'Grupos',
  memberships: 'Pertenencias',
  nextTry: 'Próximo intento a las {{time}}.',
  count: {
    mailboxes: 'Buzones protegidos',
    users: 'Usuarios',
    withoutMailbox: 'Sin buzón',
    mailboxUnknown: 'Buzón por determinar',
    groups: 'Grupos',
  },
  protected: {
    title: 'Exchange Online está protegido.',
    lead: 'Se han superado todas las comprobaciones. Estos buzones están protegidos.',
    since: 'Última sincronización: {{when}}',
    added: 'Agregados',
    changed: 'Modificados',
    removed: 'Eliminados',
    skipped: 'Omitidos',
    skippedLead:
      'Los elementos omitidos no se pudieron leer. El soporte técnico puede indicarle el motivo.',
    counts: 'Buzones y usuarios',
    withoutMailbox_one:
      '{{count, number}} usuario no tiene buzón, así que no hay nada que proteger.',
    withoutMailbox_other:
      '{{count, number}} usuarios no tienen buzón, así que no hay nada que proteger.',
    mailboxUnknown_one: 'Todavía no se sabe si {{count, number}} usuario más tiene buzón.',
    mailboxUnknown_other: 'Todavía no se sabe si {{count, number}} usuarios más tienen buzón.',
    seeWho: 'Verlos en el directorio',
    lastRun: 'Cambios de la última sincronización',
    details: 'Ver la cuenta',
    dashboard: 'Ir al panel',
  },
};

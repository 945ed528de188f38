import type { Texts } from '../catalogue.ts';

export const progress: Texts<'progress'> = {
  title: 'Sincronización',
  lead: {
    all: {
      usersAndGroups:
        'Se están copiando de Microsoft los usuarios y los grupos. No hace falta que espere aquí: una notificación le avisará cuando termine.',
      sites:
        'Se está copiando de Microsoft la lista de sitios. No hace falta que espere aquí: una notificación le avisará cuando termine.',
      drives:
        'Se está copiando de Microsoft la lista de unidades de OneDrive. No hace falta que espere aquí: una notificación le avisará cuando termine.',
    },
    selected: {
      usersAndGroups:
        'Se están copiando de Microsoft los usuarios seleccionados. No hace falta que espere aquí: una notificación le avisará cuando termine.',
      sites:
        'Se están buscando en Microsoft los sitios seleccionados. No hace falta que espere aquí: una notificación le avisará cuando termine.',
      drives:
        'Se están buscando en Microsoft las unidades de OneDrive de los usuarios seleccionados. No hace falta que espere aquí: una notificación le avisará cuando termine.',
    },
  },
  starting: 'La sincronización está a punto de empezar.',
  phases: 'Pasos de la sincronización',
  phase: {
    users: 'Leer usuarios',
    groups: 'Leer grupos y pertenencias',
    sites: { sites: 'Leer sitios', drives: 'Leer unidades' },
    publishing: {
      usersAndGroups: 'Publicar el directorio',
      sites: 'Publicar la lista de sitios',
      drives: 'Publicar la lista de unidades de OneDrive',
    },
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
  sites: { sites: 'Sitios', drives: 'Unidades' },
  nextTry: 'Próximo intento a las {{time}}.',
  count: {
    mailboxes: 'Buzones protegidos',
    users: 'Usuarios conocidos',
    withoutMailbox: 'Usuarios sin buzón',
    mailboxUnknown: 'Buzón por determinar',
    groups: 'Grupos',
    sites: { sites: 'Sitios protegidos', drives: 'Unidades de OneDrive protegidas' },
  },
  health: {
    title: 'Comprobaciones',
    first: 'Todo se comprobó durante el aprovisionamiento.',
    works: 'Última comprobación: {{when}}. Todo funciona.',
    unknown:
      'Microsoft no responde desde el {{since}}. Esto no dice nada sobre su cuenta y usted no tiene que hacer nada.',
    doubtful: 'Algo no ha funcionado.',
    next: {
      first: 'Primera comprobación: {{at}}.',
      works: 'Próxima comprobación: {{at}}.',
      unknown: 'Lo comprobaremos de nuevo el {{at}}.',
      doubtful: 'Lo comprobaremos de nuevo el {{at}} antes de avisar a nadie.',
    },
    due: 'Lo estamos comprobando.',
  },
  protected: {
    title: '{{service}} está protegido.',
    lead: {
      usersAndGroups: 'Se han superado todas las comprobaciones. Estos buzones están protegidos.',
      sites: 'Se han superado todas las comprobaciones. Estos sitios están protegidos.',
      drives:
        'Se han superado todas las comprobaciones. Estas unidades de OneDrive están protegidas.',
    },
    since: 'Última sincronización: {{when}}',
    added: {
      usersAndGroups: 'Usuarios agregados',
      sites: 'Sitios agregados',
      drives: 'Unidades agregadas',
    },
    changed: {
      usersAndGroups: 'Usuarios modificados',
      sites: 'Sitios modificados',
      drives: 'Unidades modificadas',
    },
    removed: {
      usersAndGroups: 'Usuarios eliminados',
      sites: 'Sitios eliminados',
      drives: 'Unidades eliminadas',
    },
    skipped: 'Elementos omitidos',
    skippedLead:
      'Los elementos omitidos no se pudieron leer. El soporte técnico puede indicarle el motivo.',
    counts: { usersAndGroups: 'Buzones y usuarios', sites: 'Sitios', drives: 'Unidades' },
    withoutMailbox_one: '{{count, number}} usuario no tiene buzón que proteger.',
    withoutMailbox_other: '{{count, number}} usuarios no tienen buzón que proteger.',
    mailboxUnknown_one: 'Todavía no se sabe si {{count, number}} usuario más tiene buzón.',
    mailboxUnknown_other: 'Todavía no se sabe si {{count, number}} usuarios más tienen buzón.',
    seeWho: 'Verlos en el directorio',
    lastRun: 'Cambios de la última sincronización',
    details: 'Ver la cuenta',
    dashboard: 'Ir al panel',
  },
};

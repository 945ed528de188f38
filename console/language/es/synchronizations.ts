import type { Texts } from '../catalogue.ts';

export const synchronizations: Texts<'synchronizations'> = {
  held: {
    users: '{{count, number}} de {{total, number}} usuarios',
    groups: '{{count, number}} de {{total, number}} grupos',
    sites: {
      sites: '{{count, number}} de {{total, number}} sitios',
      drives: '{{count, number}} de {{total, number}} unidades de OneDrive',
    },
    choices: 'Opciones',
    allow: 'Eliminarlos',
    allowLead: {
      usersAndGroups: 'Han salido del inquilino. Sus buzones dejarán de estar protegidos.',
      sites: 'Ya no están en el inquilino. Dejarán de estar protegidos.',
      drives: 'Ya no están en el inquilino. Dejarán de estar protegidos.',
    },
    reject: 'Conservarlos',
    rejectLead:
      'No se elimina nada. Si siguen sin aparecer, la próxima sincronización volverá a preguntar.',
    readAgain: 'Leer de nuevo',
    readAgainLead:
      'El inquilino ya se corrigió o usted no está seguro. Se lee de nuevo ahora mismo.',
    viewer: 'Debe decidir un administrador de {{organization}}.',
    allowed: 'Se están eliminando.',
    rejected: 'Se conservan. No se eliminó nada.',
    readingAgain: 'El inquilino se está leyendo de nuevo.',
    notice:
      'Una sincronización eliminaría un número inusualmente alto de elementos y está a la espera de una decisión.',
    noticeOpen: 'Revisar y decidir',
  },
  heldRemovals: {
    title: 'Elementos que se eliminarían',
    table: 'Elementos que eliminaría la sincronización',
    found_one: '{{count, number}} elemento',
    found_other: '{{count, number}} elementos',
    name: 'Nombre',
    address: 'Dirección',
    kind: 'Tipo',
    unnamed: 'Sin nombre',
    user: 'Usuario',
    group: 'Grupo',
    site: { sites: 'Sitio', drives: 'Unidad' },
    none: 'La lista ya no está disponible',
    noneLead: 'Es posible que ya se haya tomado la decisión.',
    tooMany: 'Solo se muestran los primeros {{count, number}}.',
  },
  confirm: {
    title: {
      usersAndGroups: '¿Eliminarlos del directorio?',
      sites: '¿Eliminarlos de la lista de sitios?',
      drives: '¿Eliminarlos de la lista de unidades de OneDrive?',
    },
    lead: {
      usersAndGroups:
        'La sincronización retenida continúa y publica lo que leyó. Lo siguiente sale del directorio, y sus buzones dejan de estar protegidos:',
      sites:
        'La sincronización retenida continúa y publica lo que leyó. En Microsoft no se elimina nada. Lo siguiente sale de nuestra lista y deja de estar protegido:',
      drives:
        'La sincronización retenida continúa y publica lo que leyó. En Microsoft no se elimina nada. Lo siguiente sale de nuestra lista y deja de estar protegido:',
    },
    users_one: '{{count, number}} usuario',
    users_other: '{{count, number}} usuarios',
    groups_one: '{{count, number}} grupo',
    groups_other: '{{count, number}} grupos',
    sites: {
      sites_one: '{{count, number}} sitio',
      sites_other: '{{count, number}} sitios',
      drives_one: '{{count, number}} unidad de OneDrive',
      drives_other: '{{count, number}} unidades de OneDrive',
    },
    after: 'Si alguno vuelve al inquilino, la próxima sincronización lo agregará de nuevo.',
    submitting: 'Eliminando…',
  },
  schedule: {
    title: 'Programación',
    lead: {
      usersAndGroups:
        'Los usuarios y los grupos se sincronizan una vez al día. Cada organización comienza dentro de la media hora siguiente a su hora programada para repartir la carga.',
      sites:
        'Los sitios se sincronizan una vez al día. Cada organización comienza dentro de la media hora siguiente a su hora programada para repartir la carga.',
      drives:
        'Las unidades de OneDrive se sincronizan una vez al día. Cada organización comienza dentro de la media hora siguiente a su hora programada para repartir la carga.',
    },
    on: 'Sincronizar a diario',
    timeOfDay: 'Hora del día',
    timeZone: 'Zona horaria',
    invalid: 'Escriba una hora, por ejemplo 02:00.',
    save: 'Guardar',
    saving: 'Guardando…',
    saved: 'Programación guardada.',
    next: 'Próxima sincronización: {{when}} (hora de este dispositivo).',
    daily: 'Cada día a las {{timeOfDay}}, {{timeZone}}',
    off: 'Solo se sincroniza cuando alguien lo solicita.',
    later: 'Podrá establecer una programación después de elegir qué proteger.',
    none: {
      usersAndGroups:
        'Una cuenta con usuarios seleccionados no se puede sincronizar de forma manual ni programada. Para proteger a todos los usuarios, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
      sites:
        'Una cuenta con sitios seleccionados no se puede sincronizar de forma manual ni programada. Para proteger todos los sitios, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
      drives:
        'Una cuenta con usuarios seleccionados no se puede sincronizar de forma manual ni programada. Para proteger a todos los usuarios, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
    },
  },
  records: {
    title: 'Sincronizaciones',
    lead: 'Todas las sincronizaciones de esta cuenta, de la más reciente a la más antigua.',
    joins:
      'Hay una sincronización en curso. Las nuevas solicitudes se combinan con ella en lugar de ponerse en cola.',
    empty: 'Todavía no hay sincronizaciones',
    emptyLead: 'La primera se inicia después de elegir qué proteger.',
    older: 'Mostrar anteriores',
    loadingOlder: 'Cargando sincronizaciones anteriores…',
    shown_one: 'Se muestra {{count, number}} sincronización más.',
    shown_other: 'Se muestran {{count, number}} sincronizaciones más.',
    end: 'No hay más entradas',
    waitsForDecision: 'A la espera de una decisión',
    took: 'duró {{duration}}',
    runningFor: 'lleva {{duration}}',
    details: 'Detalles',
    detailsOf: 'Detalles de la sincronización del {{when}}',
    usersLine:
      'Usuarios: {{added, number}} agregados, {{changed, number}} modificados, {{removed, number}} eliminados.',
    groupsLine:
      'Grupos: {{added, number}} agregados, {{changed, number}} modificados, {{removed, number}} eliminados.',
    sitesLine: {
      sites:
        'Sitios: {{added, number}} agregados, {{changed, number}} modificados, {{removed, number}} eliminados.',
      drives:
        'Unidades de OneDrive: {{added, number}} agregadas, {{changed, number}} modificadas, {{removed, number}} eliminadas.',
    },
    membershipsLine: 'Pertenencias: {{added, number}} agregadas, {{removed, number}} eliminadas.',
    nothingPublished: 'No se publicó nada.',
    kept: 'No se publicó nada: un administrador rechazó las eliminaciones.',
  },
  read: {
    selected: {
      usersAndGroups: 'Se leyeron los usuarios seleccionados.',
      sites: 'Se leyeron los sitios seleccionados.',
      drives: 'Se buscaron las unidades de OneDrive de los usuarios seleccionados.',
    },
    delta: 'Se leyeron los cambios desde la sincronización anterior.',
    full: 'Se leyó todo.',
    fullUsers: 'Se leyeron todos los usuarios y solo los cambios de los grupos.',
    fullGroups: 'Se leyeron todos los grupos y solo los cambios de los usuarios.',
    first: 'Fue la primera sincronización de esta cuenta.',
    tokenExpired: 'El token delta de Microsoft había caducado.',
    linkRefused: 'Microsoft rechazó el enlace a los cambios.',
    retried: 'Un administrador lo volvió a intentar después de un error.',
    skipped: 'Antes se habían omitido elementos.',
    manyMissing: 'No se pudieron leer demasiados elementos modificados.',
    uncounted: 'Microsoft no dio ningún total, así que las listas se leyeron de una sola vez.',
  },
  fact: {
    began: 'Inicio',
    ended: 'Fin',
    usersPhase: 'Lectura de usuarios',
    groupsPhase: 'Lectura de grupos',
    sitesPhase: { sites: 'Lectura de sitios', drives: 'Lectura de unidades' },
    publishingPhase: 'Publicación',
    usersRead: 'Usuarios',
    groupsRead: 'Grupos',
    membershipsRead: 'Pertenencias',
    sitesRead: { sites: 'Sitios', drives: 'Unidades de OneDrive' },
    mailboxes: 'Buzones',
    withoutMailbox: 'Usuarios sin buzón',
    mailboxUnknown: 'Buzón por determinar',
    requests: 'Solicitudes a Microsoft',
    resourceUnits: 'Unidades de recursos',
    pages: 'Páginas',
    waited: 'Limitada por Microsoft',
    never: 'Nunca',
    waitedTimes_one: '{{count, number}} vez, {{duration}}',
    waitedTimes_other: '{{count, number}} veces, {{duration}}',
    running: 'en curso',
    run: 'Id. de ejecución',
  },
  skipped: {
    line_one:
      '{{count, number}} elemento no se pudo leer y se omitió. No se elimina nada por ello.',
    line_other:
      '{{count, number}} elementos no se pudieron leer y se omitieron. No se elimina nada por ello.',
    list: 'Omitidos',
    user: 'Usuario {{id}}',
    group: 'Grupo {{id}}',
    member: 'Miembro {{id}}',
    members: 'Miembros del grupo {{id}}',
    site: 'Sitio {{id}}',
    noId: 'sin id.',
    item: '{{what}}: {{properties}}',
    more_one: 'Y {{count, number}} más.',
    more_other: 'Y {{count, number}} más.',
  },
};

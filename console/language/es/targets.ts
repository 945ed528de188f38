import type { Texts } from '../catalogue.ts';

export const targets: Texts<'targets'> = {
  title: { user: 'Elegir a quién proteger', site: 'Elegir los sitios que proteger' },
  method: 'Método',
  overruled: {
    all: 'Mientras tanto se ha elegido todo para {{services}}, así que lo que usted eligió ya no es posible. No se ha enviado nada. Elija de nuevo y envíe su elección.',
    selected:
      'Mientras tanto se han elegido destinos seleccionados para {{services}}, así que lo que usted eligió ya no es posible. No se ha enviado nada. Elija de nuevo y envíe su elección.',
  },
  kept: {
    user_one: 'No es posible por ahora: {{count, number}} usuario que seleccionó',
    user_other: 'No es posible por ahora: {{count, number}} usuarios que seleccionó',
    site_one: 'No es posible por ahora: {{count, number}} sitio que seleccionó',
    site_other: 'No es posible por ahora: {{count, number}} sitios que seleccionó',
  },
  noMethod: 'Elija primero un método.',
  all: {
    usersAndGroups: 'Sincronizar todos los usuarios y grupos',
    sites: 'Sincronizar todos los sitios',
    drives: 'Sincronizar el OneDrive de todos los usuarios',
  },
  allLead: {
    usersAndGroups:
      'Todos los usuarios y grupos del inquilino, también los que se incorporen después. Podrá sincronizar de nuevo cuando quiera.',
    sites:
      'Todos los sitios del inquilino, también los que se creen después. Podrá sincronizar de nuevo cuando quiera.',
    drives:
      'Todos los OneDrive del inquilino, también los que se creen después. Podrá sincronizar de nuevo cuando quiera.',
  },
  selected: {
    usersAndGroups: 'Sincronizar usuarios seleccionados',
    sites: 'Sincronizar sitios seleccionados',
    drives: 'Sincronizar el OneDrive de usuarios seleccionados',
  },
  selectedLead: {
    usersAndGroups:
      'Solo los usuarios que seleccione, {{max, number}} como máximo. Adecuado para una prueba.',
    sites: 'Solo los sitios que seleccione, {{max, number}} como máximo. Adecuado para una prueba.',
    drives:
      'Solo los usuarios que seleccione, {{max, number}} como máximo. Adecuado para una prueba.',
  },
  note: {
    title: {
      usersAndGroups: 'Limitaciones de los usuarios seleccionados',
      sites: 'Limitaciones de los sitios seleccionados',
      drives: 'Limitaciones de los usuarios seleccionados',
    },
    noSynchronization: 'La sincronización manual y la programada no están disponibles.',
    toAll: {
      usersAndGroups:
        'Para pasar a todos los usuarios y grupos, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
      sites:
        'Para pasar a todos los sitios, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
      drives:
        'Para pasar a todos los usuarios, elimine {{services}} en Administración > Cuenta de servicio y vuelva a aprovisionar.',
    },
    noDriveYet: 'Los usuarios que todavía no tienen OneDrive se protegerán en cuanto lo tengan.',
    sameMethod: 'Exchange Online, SharePoint Online y OneDrive deben usar el mismo método.',
  },
  available: 'Destinos disponibles',
  selectedTargets: 'Destinos seleccionados',
  counter: '{{count, number}} de {{max, number}}',
  byUser: {
    tab: 'Por usuario',
    field: 'Nombre principal de usuario',
    hint: 'Escriba el nombre exacto y presione Entrar.',
    placeholder: 'nombre@example.com',
    find: 'Buscar',
    finding: 'Buscando…',
    unknown:
      'Ningún usuario tiene el nombre principal de usuario «{{name}}». Revise cómo está escrito.',
    alreadyThere: '{{name}} ya está en Destinos seleccionados.',
    found: 'Se ha encontrado a {{name}}.',
    list: 'Usuarios encontrados',
    empty: 'Aquí aparecerán los usuarios que busque.',
  },
  byGroup: {
    tab: 'Por grupo',
    field: 'Nombre del grupo',
    hint: 'Escriba al menos los {{min, number}} primeros caracteres y presione Entrar.',
    find: 'Buscar',
    finding: 'Buscando…',
    tooShort: 'Escriba al menos los {{min, number}} primeros caracteres del nombre del grupo.',
    none: 'Ningún nombre de grupo empieza por «{{search}}».',
    list: 'Grupos encontrados',
    empty: 'Aquí aparecerán los grupos que busque. Abra uno para seleccionar sus usuarios.',
    found_one: 'Se ha encontrado {{count, number}} grupo.',
    found_other: 'Se han encontrado {{count, number}} grupos.',
    first_one: 'Solo se muestra el primero. Escriba más caracteres del nombre.',
    first_other:
      'Solo se muestran los primeros {{count, number}}. Escriba más caracteres del nombre.',
    unnamed: 'Grupo sin nombre',
    back: 'Volver a los grupos',
    users: 'Usuarios de {{group}}',
    noUsers: 'Este grupo no tiene usuarios.',
    shown: 'Se muestran {{count, number}}',
    shownOf: 'Se muestran {{count, number}} de {{total, number}}',
    more: 'Mostrar más',
  },
  byUrl: {
    tab: 'Por dirección URL',
    field: 'Dirección del sitio',
    hint: 'Escriba la dirección exacta y presione Entrar.',
    placeholder: 'https://example.sharepoint.com/sites/nombre',
    find: 'Buscar',
    finding: 'Buscando…',
    unknown: 'Ningún sitio tiene la dirección «{{name}}». Revise cómo está escrita.',
    alreadyThere: '{{name}} ya está en Destinos seleccionados.',
    found: 'Se ha encontrado {{name}}.',
    list: 'Sitios encontrados',
    empty: 'Aquí aparecerán los sitios que busque.',
  },
  byTitle: {
    tab: 'Por título',
    field: 'Título del sitio',
    hint: 'Escriba al menos {{min, number}} caracteres del título y presione Entrar.',
    find: 'Buscar',
    finding: 'Buscando…',
    tooShort: 'Escriba al menos {{min, number}} caracteres del título.',
    none: 'No se ha encontrado ningún sitio para «{{search}}».',
    list: 'Sitios encontrados',
    empty: 'Aquí aparecerán los sitios que busque.',
    found_one: 'Se ha encontrado {{count, number}} sitio.',
    found_other: 'Se han encontrado {{count, number}} sitios.',
    first_one: 'Solo se muestra el primero. Escriba más caracteres del título.',
    first_other:
      'Solo se muestran los primeros {{count, number}}. Escriba más caracteres del título.',
  },
  selectAll: 'Seleccionar todos los mostrados',
  isSelected: 'Ya seleccionado',
  noMailbox: 'Sin buzón',
  vanished: 'Ya no está en el inquilino',
  add: 'Agregar a Destinos seleccionados',
  remove: 'Quitar de Destinos seleccionados',
  emptySelected: {
    user: 'Seleccione usuarios en Destinos disponibles y muévalos aquí.',
    site: 'Seleccione sitios en Destinos disponibles y muévalos aquí.',
  },
  user: {
    added_one:
      '{{count, number}} usuario agregado. {{total, number}} de {{max, number}} seleccionados.',
    added_other:
      '{{count, number}} usuarios agregados. {{total, number}} de {{max, number}} seleccionados.',
    removed_one:
      '{{count, number}} usuario quitado. {{total, number}} de {{max, number}} seleccionados.',
    removed_other:
      '{{count, number}} usuarios quitados. {{total, number}} de {{max, number}} seleccionados.',
    tooMany_one:
      'Puede seleccionar {{max, number}} usuarios como máximo. Solo cabe {{count, number}} más y ha elegido {{wanted, number}}. No se ha movido nada.',
    tooMany_other:
      'Puede seleccionar {{max, number}} usuarios como máximo. Solo caben {{count, number}} más y ha elegido {{wanted, number}}. No se ha movido nada.',
    full: 'Puede seleccionar {{max, number}} usuarios como máximo y ya ha alcanzado este límite. No se ha movido nada.',
    none: 'Seleccione al menos un usuario antes de enviar.',
    vanishedLead:
      'Algunos de los usuarios seleccionados ya no están en el inquilino. Aparecen marcados en Destinos seleccionados. Quítelos y vuelva a enviar.',
  },
  site: {
    added_one:
      '{{count, number}} sitio agregado. {{total, number}} de {{max, number}} seleccionados.',
    added_other:
      '{{count, number}} sitios agregados. {{total, number}} de {{max, number}} seleccionados.',
    removed_one:
      '{{count, number}} sitio quitado. {{total, number}} de {{max, number}} seleccionados.',
    removed_other:
      '{{count, number}} sitios quitados. {{total, number}} de {{max, number}} seleccionados.',
    tooMany_one:
      'Puede seleccionar {{max, number}} sitios como máximo. Solo cabe {{count, number}} más y ha elegido {{wanted, number}}. No se ha movido nada.',
    tooMany_other:
      'Puede seleccionar {{max, number}} sitios como máximo. Solo caben {{count, number}} más y ha elegido {{wanted, number}}. No se ha movido nada.',
    full: 'Puede seleccionar {{max, number}} sitios como máximo y ya ha alcanzado este límite. No se ha movido nada.',
    none: 'Seleccione al menos un sitio antes de enviar.',
    vanishedLead:
      'Algunos de los sitios seleccionados ya no están en el inquilino. Aparecen marcados en Destinos seleccionados. Quítelos y vuelva a enviar.',
  },
  draft: 'Su elección se guarda en este navegador hasta que la envíe.',
  submit: 'Enviar',
  submitting: 'Enviando…',
  submitted: 'Su elección se ha enviado.',
  confirm: {
    titleAll: {
      usersAndGroups: '¿Sincronizar todos los usuarios y grupos?',
      sites: '¿Sincronizar todos los sitios?',
      drives: '¿Sincronizar el OneDrive de todos los usuarios?',
    },
    titleSelected: {
      usersAndGroups_one: '¿Sincronizar {{count, number}} usuario seleccionado?',
      usersAndGroups_other: '¿Sincronizar {{count, number}} usuarios seleccionados?',
      sites_one: '¿Sincronizar {{count, number}} sitio seleccionado?',
      sites_other: '¿Sincronizar {{count, number}} sitios seleccionados?',
      drives_one: '¿Sincronizar el OneDrive de {{count, number}} usuario seleccionado?',
      drives_other: '¿Sincronizar el OneDrive de {{count, number}} usuarios seleccionados?',
    },
    all: {
      usersAndGroups:
        'Leeremos de Microsoft todos los usuarios y grupos de {{tenant}} y conservaremos una copia para proteger sus buzones.',
      sites:
        'Leeremos de Microsoft la lista de todos los sitios de {{tenant}} y conservaremos una copia para protegerlos. Los sitios personales corresponden a OneDrive y no se incluyen.',
      drives:
        'Leeremos de Microsoft la lista de todos los sitios personales de {{tenant}}, que contienen el OneDrive de cada usuario, y conservaremos una copia para protegerlos.',
    },
    selected: {
      usersAndGroups_one:
        'Leeremos de Microsoft el usuario seleccionado de {{tenant}} y conservaremos una copia para proteger su buzón. No se leerá ningún otro usuario.',
      usersAndGroups_other:
        'Leeremos de Microsoft los {{count, number}} usuarios seleccionados de {{tenant}} y conservaremos una copia para proteger sus buzones. No se leerá ningún otro usuario.',
      sites_one:
        'Leeremos de Microsoft el nombre y la dirección del sitio seleccionado de {{tenant}} y conservaremos una copia para protegerlo. No se leerá ningún otro sitio.',
      sites_other:
        'Leeremos de Microsoft los nombres y las direcciones de los {{count, number}} sitios seleccionados de {{tenant}} y conservaremos una copia para protegerlos. No se leerá ningún otro sitio.',
      drives_one:
        'Buscaremos en Microsoft el OneDrive del usuario seleccionado de {{tenant}} para protegerlo. Si todavía no existe, se protegerá en cuanto aparezca.',
      drives_other:
        'Buscaremos en Microsoft el OneDrive de los {{count, number}} usuarios seleccionados de {{tenant}} para protegerlos. Si alguno todavía no existe, se protegerá en cuanto aparezca.',
    },
    withoutMailbox_one: '{{count, number}} usuario seleccionado no tiene buzón que proteger.',
    withoutMailbox_other: '{{count, number}} usuarios seleccionados no tienen buzón que proteger.',
    begins:
      'La sincronización comienza de inmediato. Para cambiar el método más adelante, deberá eliminar {{services}}.',
    yourTenant: 'su inquilino',
    tenant: 'Inquilino: {{tenant}} ({{id}})',
    viaLink:
      'Un consentimiento se dio a través de un enlace, y cualquiera que lo tuviera podía usarlo. Confirme el inquilino para enviar.',
    isOurs: 'Confirmo que {{tenant}} es nuestro inquilino.',
    do: 'Enviar',
  },
};

import type { Texts } from '../catalogue.ts';

export const targets: Texts<'targets'> = {
  title: 'Elegir a quién proteger',
  unknownLead:
    'Algunos de los usuarios seleccionados ya no están en el inquilino, por lo que no se ha sincronizado nada. Elija de nuevo y envíe su elección.',
  method: 'Método',
  all: 'Sincronizar todos los usuarios y grupos',
  allLead:
    'Todos los usuarios y grupos del inquilino, también los que se incorporen después. Podrá sincronizar de nuevo cuando quiera.',
  selected: 'Sincronizar usuarios seleccionados',
  selectedLead:
    'Solo los usuarios que seleccione, {{max, number}} como máximo. Adecuado para una prueba.',
  note: {
    title: 'Limitaciones de los usuarios seleccionados',
    noSynchronization: 'La sincronización manual y la programada no están disponibles.',
    toAll:
      'Para pasar a todos los usuarios y grupos, elimine la cuenta de servicio en Administración > Cuenta de servicio y vuelva a aprovisionar.',
    sameMethod:
      'Exchange Online, SharePoint Online y OneDrive para la Empresa deben usar el mismo método.',
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
    unnamed: 'Grupo sin nombre',
    back: 'Volver a los grupos',
    users: 'Usuarios de {{group}}',
    noUsers: 'Este grupo no tiene usuarios.',
    shown: 'Se muestran {{count, number}}',
    shownOf: 'Se muestran {{count, number}} de {{total, number}}',
    more: 'Mostrar más',
  },
  selectAll: 'Seleccionar todos los mostrados',
  isSelected: 'Ya seleccionado',
  noMailbox: 'Sin buzón',
  vanished: 'Ya no está en el inquilino',
  add: 'Agregar a Destinos seleccionados',
  remove: 'Quitar de Destinos seleccionados',
  emptySelected: 'Seleccione usuarios en Destinos disponibles y muévalos aquí.',
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
  draft: 'Su elección se guarda en este navegador hasta que la envíe.',
  submit: 'Enviar',
  submitting: 'Enviando…',
  submitted: 'Su elección se ha enviado.',
  confirm: {
    titleAll: '¿Sincronizar todos los usuarios y grupos?',
    titleSelected_one: '¿Sincronizar {{count, number}} usuario seleccionado?',
    titleSelected_other: '¿Sincronizar {{count, number}} usuarios seleccionados?',
    all: 'Leeremos de Microsoft todos los usuarios y grupos de {{tenant}} y conservaremos una copia para proteger sus buzones.',
    selected_one:
      'Leeremos de Microsoft el usuario seleccionado de {{tenant}} y conservaremos una copia para proteger su buzón. No se leerá ningún otro usuario.',
    selected_other:
      'Leeremos de Microsoft los {{count, number}} usuarios seleccionados de {{tenant}} y conservaremos una copia para proteger sus buzones. No se leerá ningún otro usuario.',
    withoutMailbox_one: '{{count, number}} usuario seleccionado no tiene buzón que proteger.',
    withoutMailbox_other: '{{count, number}} usuarios seleccionados no tienen buzón que proteger.',
    begins:
      'La sincronización comienza de inmediato. Para cambiar el método más adelante, deberá eliminar la cuenta de servicio.',
    yourTenant: 'su inquilino',
    tenant: 'Inquilino: {{tenant}} ({{id}})',
    viaLink:
      'Un consentimiento se dio a través de un enlace, y cualquiera que lo tuviera podía usarlo. Confirme el inquilino para enviar.',
    isOurs: 'Confirmo que {{tenant}} es nuestro inquilino.',
    do: 'Enviar',
  },
};

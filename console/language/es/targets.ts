import type { Texts } from '../catalogue.ts';

export const targets: Texts<'targets'> = {
  title: 'A quién proteger',
  unknownLead:
    'Algunos de los usuarios seleccionados ya no están en el inquilino, así que no se ha sincronizado nada. Elija de nuevo y envíe su elección.',
  method: 'Método',
  all: 'Sincronizar todos los usuarios y grupos',
  allLead:
    'Todos los usuarios y grupos del inquilino, también los que se incorporen después. Podrá sincronizar de nuevo cuando quiera.',
  selected: 'Sincronizar usuarios seleccionados',
  selectedLead:
    'Solo los usuarios que seleccione, {{max, number}} como máximo. Adecuado para una prueba.',
  note: {
    title: 'Qué implica más adelante seleccionar usuarios',
    noSynchronization: 'No hay sincronización manual ni programada.',
    toAll:
      'Para pasar a todos los usuarios y grupos, quite la cuenta de servicio en Administración > Cuenta de servicio y vuelva a aprovisionarla.',
    sameMethod:
      'Exchange Online, SharePoint Online y OneDrive para la Empresa deben usar el mismo método.',
  },
  available: 'Destinos disponibles',
  selectedTargets: 'Destinos seleccionados',
  counter: '{{count, number}} de {{max, number}}',
  byUser: {
    tab: 'Por usuario',
    field: 'Nombre principal de usuario',
    hint: 'El nombre exacto y, después, Entrar.',
    placeholder: 'nombre@example.com',
    find: 'Buscar',
    finding: 'Buscando…',
    unknown:
      'Ningún usuario tiene el nombre principal de usuario «{{name}}». Revise cómo está escrito.',
    alreadyThere: '{{name}} ya está en los destinos seleccionados.',
    found: 'Se ha encontrado a {{name}}.',
    list: 'Usuarios encontrados',
    empty: 'Aquí aparecerán los usuarios que busque.',
  },
  byGroup: {
    tab: 'Por grupo',
    field: 'Nombre del grupo',
    hint: 'Al menos los {{min, number}} primeros caracteres y, después, Entrar.',
    find: 'Buscar',
    finding: 'Buscando…',
    tooShort: 'Escriba al menos los {{min, number}} primeros caracteres del nombre del grupo.',
    none: 'El nombre de ningún grupo empieza por «{{search}}».',
    list: 'Grupos encontrados',
    empty: 'Aquí aparecerán los grupos que busque. Abra uno para seleccionar sus usuarios.',
    found_one: 'Se ha encontrado {{count, number}} grupo.',
    found_other: 'Se han encontrado {{count, number}} grupos.',
    unnamed: 'Grupo sin nombre',
    open: 'Mostrar los usuarios de {{group}}',
    back: 'Volver a los grupos',
    users: 'Usuarios de {{group}}',
    noUsers: 'Este grupo no tiene usuarios.',
    shown: 'Se muestran {{count, number}}',
    shownOf: 'Se muestran {{count, number}} de {{total, number}}',
    more: 'Mostrar más',
  },
  selectAll: 'Seleccionar todos los mostrados',
  isSelected: 'Ya seleccionado',
  vanished: 'Ya no está en el inquilino',
  add: 'Agregar a los destinos seleccionados',
  remove: 'Quitar de los destinos seleccionados',
  emptySelected: 'Marque usuarios en el otro lado y muévalos aquí.',
  added_one:
    '{{count, number}} usuario agregado. {{total, number}} de {{max, number}} seleccionados.',
  added_other:
    '{{count, number}} usuarios agregados. {{total, number}} de {{max, number}} seleccionados.',
  removed_one:
    '{{count, number}} usuario quitado. {{total, number}} de {{max, number}} seleccionados.',
  removed_other:
    '{{count, number}} usuarios quitados. {{total, number}} de {{max, number}} seleccionados.',
  tooMany_one:
    'Se pueden seleccionar {{max, number}} usuarios como máximo: cabe {{count, number}} más y ha marcado {{wanted, number}} nuevos. No se ha movido nada.',
  tooMany_other:
    'Se pueden seleccionar {{max, number}} usuarios como máximo: caben {{count, number}} más y ha marcado {{wanted, number}} nuevos. No se ha movido nada.',
  full: 'Se pueden seleccionar {{max, number}} usuarios como máximo y ya están todos. No se ha movido nada.',
  none: 'Seleccione al menos un usuario antes de enviar.',
  vanishedLead:
    'Algunos de los usuarios seleccionados ya no están en el inquilino. Aparecen señalados en los destinos seleccionados: quítelos y vuelva a enviar.',
  draft: 'Su elección se conserva en este navegador hasta que la envíe.',
  submit: 'Enviar',
  submitting: 'Enviando…',
  submitted: 'Su elección se ha enviado.',
  confirm: {
    titleAll: '¿Proteger todos los usuarios y grupos?',
    titleSelected_one: '¿Proteger {{count, number}} usuario seleccionado?',
    titleSelected_other: '¿Proteger {{count, number}} usuarios seleccionados?',
    all: 'Leeremos de Microsoft todos los usuarios y grupos de {{tenant}} y conservaremos una copia, para que sus buzones puedan protegerse.',
    selected_one:
      'Leeremos de Microsoft el usuario que ha seleccionado en {{tenant}} y conservaremos una copia, para que su buzón pueda protegerse. No se leerá a nadie más.',
    selected_other:
      'Leeremos de Microsoft los {{count, number}} usuarios que ha seleccionado en {{tenant}} y conservaremos una copia, para que sus buzones puedan protegerse. No se leerá a nadie más.',
    begins:
      'La sincronización comienza de inmediato. El método no se puede cambiar después, salvo quitando la cuenta de servicio.',
    yourTenant: 'su inquilino',
    tenant: 'Inquilino: {{tenant}} ({{id}})',
    viaLink:
      'Un consentimiento llegó por un enlace, y cualquiera que lo recibiera pudo usarlo. Confirme el inquilino para enviar.',
    isOurs: 'Confirmo que {{tenant}} es nuestro inquilino.',
    do: 'Enviar',
  },
};

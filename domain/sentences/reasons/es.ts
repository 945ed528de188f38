/** What is said about each reason, in Spanish. Names of portals and menus are Microsoft's Spanish ones. */
import type { ReasonTexts } from './tell.ts';

const QUARANTINE_UNAVAILABLE = {
  title: 'Todavía no se pueden mover mensajes a una cuarentena',
  lead: 'Los permisos están concedidos, pero en su inquilino no funciona ninguna de las dos formas de gestionar una cuarentena. Basta con una. No se ha perdido ni se ha eliminado nada.',
};

export const texts: ReasonTexts = {
  reasons: {
    quarantineUnavailable: {
      ...QUARANTINE_UNAVAILABLE,
      turn: 'Un administrador de Exchange debe hacer que funcione una de las dos formas de gestionar una cuarentena. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Consulte en la consola qué impide cada una de las dos formas y elija la que sea más fácil de arreglar.',
        'Si Exchange Web Services está desactivado, copie el comando de la consola, ejecútelo en Exchange Online PowerShell e indique en la consola que lo ha ejecutado.',
        'Si una directiva de acceso excluye la aplicación, incluya los buzones en su directiva de acceso de aplicaciones, o en el ámbito de su asignación de roles, en Exchange Online PowerShell.',
        'Si falta un permiso, un administrador global da de nuevo el consentimiento en la consola.',
        'Si no se encontró ningún buzón, abra el Centro de administración de Microsoft 365 (admin.microsoft.com), vaya a Facturación > Licencias y asigne una licencia con Exchange Online al menos a un usuario.',
      ],
    },
    allowListSet: {
      ...QUARANTINE_UNAVAILABLE,
      turn: 'Ahora depende de Exchange: puede tardar hasta el {until} en aplicar el cambio. Hasta entonces nadie tiene que hacer nada. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Espere hasta el {until}. Hasta entonces nadie tiene que hacer nada.',
        'Si todavía no ha cambiado la lista, ejecute el comando de la consola en Exchange Online PowerShell.',
      ],
    },
    consentRevoked: {
      title: 'Se revocó un consentimiento',
      lead: 'Se ha revocado un consentimiento en Microsoft, por completo o en parte. No se sincroniza nada hasta que se conceda otra vez. No se ha eliminado nada y el directorio publicado anteriormente sigue vigente.',
      turn: 'Un administrador global debe dar de nuevo el consentimiento. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Averigüe si los permisos se quitaron a propósito. Faltan: {permissions}.',
        'Use «Haga clic aquí» en el paso del consentimiento. Si el administrador global es otra persona, copie allí un enlace y envíeselo.',
        'El administrador global inicia sesión en Microsoft y acepta los permisos.',
      ],
    },
    applicationDisabled: {
      title: 'Esta aplicación está deshabilitada en su inquilino',
      lead: 'El consentimiento sigue concedido, pero alguien ha deshabilitado el inicio de sesión de nuestra aplicación en Microsoft Entra. No se sincroniza nada hasta que se vuelva a habilitar. No se ha eliminado nada.',
      turn: 'Un administrador global debe habilitarla. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Abra el Centro de administración de Microsoft Entra (entra.microsoft.com) como administrador global.',
        'Vaya a Entra ID > Aplicaciones empresariales > Todas las aplicaciones y seleccione la aplicación {application}.',
        'En Propiedades, establezca «¿Habilitado para que los usuarios inicien sesión?» en Sí y guarde los cambios.',
        'Si la aplicación la ha deshabilitado Microsoft, póngase en contacto con soporte.',
      ],
    },
    conditionalAccess: {
      title: 'Una directiva de acceso condicional bloquea esta aplicación',
      lead: 'El consentimiento sigue concedido, pero una directiva de acceso condicional para identidades de carga de trabajo bloquea nuestra aplicación. No se sincroniza nada hasta que se permita. No se ha eliminado nada.',
      turn: 'Un administrador de acceso condicional debe permitirla. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Abra el Centro de administración de Microsoft Entra (entra.microsoft.com) como administrador de acceso condicional.',
        'Vaya a Entra ID > Supervisión y estado > Registros de inicio de sesión > Inicios de sesión de la entidad de servicio y compruebe qué directiva bloquea la aplicación {application}.',
        'Vaya a Entra ID > Acceso condicional > Directivas y abra esa directiva.',
        'Excluya la aplicación de la directiva, o incluya nuestras direcciones en ella, y guarde los cambios.',
      ],
    },
    readingRefused: {
      title: 'Microsoft no nos permite leer',
      lead: 'Los permisos están concedidos, pero Microsoft rechaza de forma persistente que leamos lo que protege {service}. No se sincroniza nada hasta que se permita. No se ha eliminado nada y el directorio publicado anteriormente sigue vigente.',
      turn: 'Un administrador global debe permitir la lectura. Seguimos comprobándolo y continuaremos automáticamente.',
      steps: [
        'Abra el Centro de administración de Microsoft 365 (admin.microsoft.com) como administrador global, vaya a Facturación > Sus productos y compruebe que la suscripción con {service} está activa.',
        'Para sitios y unidades de OneDrive, abra el Centro de administración de SharePoint, vaya a Directivas > Control de acceso y compruebe si alguna directiva excluye a las aplicaciones. Permita la aplicación {application}.',
        'Abra el Centro de administración de Microsoft Entra (entra.microsoft.com), vaya a Entra ID > Aplicaciones empresariales > Todas las aplicaciones, seleccione la aplicación {application} y compruebe en Permisos que no falta nada.',
        'Si nada lo impide, póngase en contacto con soporte e indique la aplicación {application}.',
      ],
    },
    credentialRejected: {
      title: 'Microsoft no acepta nuestra credencial',
      lead: 'Es un fallo nuestro y usted no tiene que hacer nada. Sus consentimientos siguen concedidos y no se ha eliminado nada. Hemos recibido un aviso y estamos trabajando para solucionarlo.',
      turn: 'No hace falta que haga nada. Continuaremos automáticamente.',
      steps: [
        'Espere. La sincronización continuará automáticamente cuando se resuelva.',
        'Si se pone en contacto con soporte, indique la aplicación {application}.',
      ],
    },
    tokenRefused: {
      title: 'Microsoft no emite ningún token de acceso',
      lead: 'El consentimiento estaba concedido, pero Microsoft Entra rechaza la emisión de un token de acceso por un motivo que desconocemos. Mientras tanto no se sincroniza nada. No se ha eliminado nada.',
      turn: 'Seguimos comprobándolo y continuaremos automáticamente. Si no se resuelve por sí solo, póngase en contacto con soporte.',
      steps: [
        'Lea el texto de Microsoft en la última comprobación, en la consola.',
        'Si indica una causa en su inquilino, resuélvala en el Centro de administración de Microsoft Entra (entra.microsoft.com).',
        'Si no se resuelve por sí solo, póngase en contacto con soporte e indique la aplicación {application} y ese texto.',
      ],
    },
    targetsUnknown: {
      title: 'Algunos de los destinos seleccionados ya no están en el inquilino',
      lead: 'Algunos de los destinos seleccionados ya no están en el inquilino, por lo que no se ha sincronizado nada. No se ha eliminado nada.',
      turn: 'Un administrador debe elegir de nuevo qué proteger.',
      steps: [
        'Elija de nuevo qué proteger, sin los destinos que ya no existen.',
        'Envíe su elección.',
      ],
    },
    methodDiffers: {
      title: 'Otro servicio de su organización usa el otro método',
      lead: 'Antes se envió la elección de otro servicio de su organización, con el otro método. Todos deben usar el mismo. No se ha sincronizado ni se ha eliminado nada.',
      turn: 'Un administrador debe elegir de nuevo, con el método de los demás servicios.',
      steps: [
        'Elija de nuevo qué proteger, con el método de los demás servicios, y envíe su elección.',
        'Si prefiere este método, elimine primero los demás servicios en Administración > Cuenta de servicio.',
      ],
    },
    synchronizationFailed: {
      title: 'Error en la sincronización',
      lead: 'No se pudo leer el inquilino, a pesar de varios intentos. No se ha eliminado nada y el directorio publicado anteriormente sigue vigente.',
      turn: 'Un administrador debe iniciarla de nuevo.',
      steps: [
        'Abra el Centro de administración de Microsoft 365 (admin.microsoft.com) y compruebe en Estado > Estado del servicio si Microsoft informa de una interrupción. En ese caso, espere a que termine.',
        'Vuelva a intentarlo en la consola. La sincronización empezará de nuevo.',
        'Si vuelve a fallar, póngase en contacto con soporte.',
      ],
    },
    removalsHeld: {
      title: 'Se necesita una decisión antes de eliminar nada',
      lead: 'Una sincronización ya no encontró un número inusualmente alto de elementos en el inquilino, por lo que no se publicó nada. Todo lo que estaba protegido lo seguirá estando hasta que decida un administrador.',
      turn: 'Debe decidir un administrador.',
      steps: [
        'Revise en la consola la lista de lo que se eliminaría.',
        'Decida: eliminar los elementos, conservarlos o hacer que el inquilino se lea de nuevo.',
      ],
    },
    unexpectedFailure: {
      title: 'Algo ha fallado por nuestra parte',
      lead: 'Un paso ha fallado de una forma que no esperábamos. El error es nuestro. No se ha perdido ni se ha eliminado nada.',
      turn: 'Nos toca a nosotros. Lo volvemos a intentar cada hora, y quien administre la cuenta puede intentarlo ahora.',
      steps: [
        'No hace falta que haga nada. Lo volvemos a intentar cada hora de forma automática.',
        'Si no quiere esperar, inténtelo ahora en la consola.',
        'Si no funciona, póngase en contacto con soporte.',
      ],
    },
    removalFailed: {
      title: 'La eliminación se ha detenido',
      lead: 'Un paso ha fallado de una forma que no esperábamos. El error es nuestro. Lo que ya se ha eliminado sigue eliminado.',
      turn: 'Nos toca a nosotros. Lo volvemos a intentar de forma automática, y quien administre la cuenta puede intentarlo ahora.',
      steps: [
        'No hace falta que haga nada. Lo volvemos a intentar de forma automática, al cabo de una hora y después con menos frecuencia.',
        'Si no quiere esperar, inténtelo ahora en la consola.',
        'Si no funciona, póngase en contacto con soporte.',
      ],
    },
  },
  unnamed: {
    application: 'cuyo identificador muestra la consola',
    service: 'el servicio',
    permissions: 'consulte la consola',
    until: 'día siguiente',
  },
};

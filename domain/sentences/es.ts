/** User-visible texts about domain data, in Spanish. */
import type { Sentences } from './en.ts';
import { texts } from './reasons/es.ts';

export const sentences: Sentences = {
  ...texts,
  failures: {
    // The request
    InvalidInput: 'La solicitud no es válida.',
    NotSignedIn: 'Primero inicie sesión en la consola.',
    Forbidden: 'Su rol no permite esta acción.',
    WrongAddress:
      'La consola se abrió en una dirección que no es la suya. Ábrala en su dirección pública.',
    NotFound: 'No se encontró el elemento solicitado.',
    RateLimited: 'Demasiados intentos. Espere un minuto y vuelva a intentarlo.',
    TooManyStreams: 'Hay demasiadas páginas de la consola abiertas. Cierre algunas.',
    WrongState: 'Esta acción no es posible en el estado actual de la cuenta.',
    Unavailable:
      'El servicio no está disponible temporalmente. No se ha perdido nada; vuelva a intentarlo en unos instantes.',
    Internal: 'Se ha producido un error en nuestro sistema. No se ha perdido nada.',

    // The password of a console user
    PasswordLength: 'La contraseña debe tener entre 12 y 128 caracteres.',
    PasswordGuessable:
      'Esta contraseña se ha filtrado en alguna parte o es fácil de adivinar. Elija otra, por ejemplo cuatro palabras que no tengan nada que ver entre sí.',
    PasswordPersonal:
      'Esta contraseña consiste sobre todo en su nombre, su dirección de correo electrónico, su organización o el producto. Elija una que no tenga nada que ver con usted.',

    // Consent
    AttemptUnknown: 'Este enlace no corresponde a ningún paso iniciado en la consola.',
    ParameterRepeated:
      'La dirección de esta página contiene un parámetro más de una vez. Vuelva a la consola e inicie el paso de nuevo.',
    IssuerMismatch:
      'Esta respuesta no procede del servicio de inicio de sesión de Microsoft del inquilino.',
    AttemptExpired: 'Este intento ha caducado. Vuelva a la consola e inicie el paso de nuevo.',
    AttemptReplayed:
      'Este enlace ya se ha utilizado. Vuelva a la consola para ver el estado del paso.',
    AttemptOfAnotherBrowser: 'Este paso se inició en otro navegador. Inícielo de nuevo en este.',
    LinkUnknown:
      'No se reconoce este enlace. Puede que esté incompleto o que se haya eliminado la cuenta. Pida uno nuevo a quien se lo envió.',
    LinkUsed:
      'Este enlace ya se ha utilizado. Si aún lo necesita, pida uno nuevo a quien se lo envió.',
    LinkExpired: 'Este enlace ha caducado. Pida uno nuevo a quien se lo envió.',
    LinkVoid:
      'Este enlace ya no es válido: lo ha sustituido uno más reciente o la persona que lo creó ya no tiene permiso para hacerlo. Pida uno nuevo.',
    SignInCancelled: 'Se canceló el inicio de sesión.',
    SignInFailed: 'No se pudo iniciar sesión en Microsoft.',
    IdentityTokenInvalid: 'La respuesta no contiene un token de identidad válido de Microsoft.',
    NotGlobalAdministrator:
      'Este paso requiere un usuario con el rol de administrador global. Si su rol debe activarse antes, actívelo en Privileged Identity Management y vuelva a intentarlo.',
    RegistrationIncomplete:
      'Microsoft no nos indicó los roles de este usuario porque el registro de nuestra aplicación está incompleto. El error es nuestro y el usuario no tiene que cambiar nada. Ya se nos ha avisado; inicie el paso de nuevo cuando lo hayamos corregido.',
    GuestAdministrator:
      'Este usuario es un invitado en el inquilino. Debe dar el consentimiento un administrador global que sea miembro del inquilino.',
    ExternalAdministrator:
      'Este usuario es miembro del inquilino, pero inicia sesión con una cuenta de otra organización. Debe dar el consentimiento un administrador global cuya cuenta pertenezca al propio inquilino.',
    TenantMissing: 'La respuesta de Microsoft no indica ningún inquilino.',
    TenantMismatch:
      'Este usuario pertenece a un inquilino distinto de aquel al que está conectada esta organización.',
    AnswerOfAnotherTenant:
      'La respuesta de Microsoft pertenece a un inquilino distinto del de la persona que inició sesión. Inicie el paso de nuevo.',
    TenantTaken: 'Este inquilino ya está conectado a otra organización.',
    TenantNotConfirmed:
      'El consentimiento se dio mediante un enlace. Confirme que este es su inquilino y vuelva a enviar.',
    ConsentDeclined: 'El administrador rechazó los permisos.',
    ConsentFailed: 'Microsoft no completó el consentimiento.',
    GrantNotVisible: 'Los permisos todavía no se han aplicado.',
    NothingToTell: 'No hay nada que comunicar. Volvemos a comprobarlo de vez en cuando.',
    GrantNotConfirmed:
      'Microsoft no confirma los permisos concedidos en este momento. Se volverá a comprobar antes de pedirle que actúe.',
    EwsBlocked: 'Exchange Web Services está desactivado en este inquilino.',
    QuarantineUnavailable:
      'Todavía no se pueden mover mensajes a una cuarentena en este inquilino.',
    MailboxNotUsable:
      'Este usuario no tiene ningún buzón en su inquilino. Indique un usuario con buzón o un buzón compartido; los invitados no lo tienen.',

    // Targets
    UserNotFound: 'Ningún usuario tiene este nombre principal de usuario.',
    SiteNotFound: 'Ningún sitio tiene esta dirección.',
    SiteAddressInvalid:
      'Esta no es la dirección de un sitio. Pegue la dirección de la página principal del sitio, por ejemplo https://contoso.sharepoint.com/sites/finance.',
    SiteAddressTooLong:
      'Esta dirección es demasiado larga. Pegue la dirección de la página principal del sitio.',
    SiteAddressForeign: 'Esta dirección no pertenece a SharePoint Online.',
    SiteAddressWithParameters:
      'Quite de esta dirección todo lo que sigue al primer ? o #, inclusive.',
    SiteAddressPersonal:
      'Este es el sitio personal de un usuario. Los sitios personales se protegen con OneDrive.',
    SiteAddressOfPage:
      'Esta es la dirección de una página o de un archivo. Pegue la dirección de la página principal del sitio.',
    SiteAddressOfSharingLink:
      'Este es un enlace para compartir un archivo o una carpeta. Ábralo y pegue la dirección de la página principal del sitio.',
    SearchTooShort: 'Escriba al menos tres letras o cifras del nombre.',
    TooManyTargets: 'Se pueden seleccionar 100 objetivos como máximo.',
    DriveNotThere: 'El OneDrive todavía no existe. Volvemos a mirar de vez en cuando.',
    TargetsNotFound:
      'Microsoft no encuentra algunos de los destinos seleccionados. Se volverá a preguntar.',
    TargetsUnknown:
      'Algunos de los destinos seleccionados no están, o ya no están, en el inquilino.',
    MethodDiffers:
      'Exchange Online, SharePoint Online y OneDrive deben usar el mismo método. Otro servicio de esta organización usa el otro.',
    SynchronizationNotAvailable:
      'Una cuenta con destinos seleccionados no se puede sincronizar de forma manual ni programada. Para protegerlo todo, elimine todas las cuentas de servicio que usan destinos seleccionados y vuelva a aprovisionar.',

    // Held removals
    RemovalsAlreadyAllowed: 'Estas eliminaciones ya se permitieron y se están llevando a cabo.',
    RemovalsAlreadyRejected: 'Estas eliminaciones ya se rechazaron. No se ha eliminado nada.',

    // Microsoft
    ConsentRevoked: 'Los permisos necesarios ya no están concedidos.',
    AccessRefused: 'Microsoft rechaza una solicitud aunque los permisos están concedidos.',
    AccessBlocked: 'Microsoft Entra no emite ningún token de acceso para esta aplicación.',
    ApplicationDisabled: 'Esta aplicación está deshabilitada en el inquilino.',
    ConditionalAccess: 'Una directiva de acceso condicional del inquilino bloquea esta aplicación.',
    CredentialRejected:
      'Microsoft no acepta nuestra credencial. Estamos trabajando para solucionarlo.',
    TokenRefused:
      'Microsoft Entra rechaza la emisión de un token de acceso por un motivo que desconocemos.',
    MicrosoftThrottled: 'Microsoft está limitando las solicitudes en este momento.',
    MicrosoftUnavailable: 'No se puede contactar con Microsoft en este momento.',
    PageLinkExpired: 'Ha caducado un enlace de página de Microsoft.',
    DeltaTokenExpired: 'Ha caducado un token delta de Microsoft.',
    UnexpectedAnswer: 'Microsoft devolvió una respuesta inesperada.',
    TenantUnlicensed:
      'No hay nada que proteger: el inquilino no tiene ninguna licencia de SharePoint Online.',
    ForeignLink: 'Un enlace de una respuesta apunta a otro host y no se siguió.',
    EndlessList: 'Una lista de Microsoft no termina.',

    // Mail
    MailOff:
      'No hay ningún servidor de correo configurado, así que no se puede enviar nada por correo.',
    MailUnavailable:
      'No se puede contactar con el servidor de correo o no acepta mensajes en este momento.',
    MailRefused: 'El servidor de correo rechazó el mensaje o no conoce la dirección.',

    // Synchronization
    LeaseLost: 'Otro proceso se ha hecho cargo de esta sincronización.',
    SliceOver: 'Esta sincronización cede el turno a otras y continuará automáticamente.',
    ReadingFailed: 'No se pudo leer el inquilino tras varios intentos.',
    IncompleteRun: 'No se publicó el directorio porque no se leyó por completo.',

    // Webhooks
    WebhookAddressInvalid:
      'Esta no es la dirección de un punto de conexión. Empieza por https:// y no contiene nombre de usuario ni fragmento.',
    WebhookAddressInsecure: 'La dirección de un punto de conexión debe empezar por https://.',
    WebhookAddressNotPublic:
      'El punto de conexión debe ser accesible desde Internet. Esta dirección pertenece a una red privada.',
    WebhookSecretInvalid:
      'Un secreto es whsec_ seguido de entre 24 y 64 bytes aleatorios en base64.',
    WebhookTooMany:
      'Una organización tiene como máximo 10 puntos de conexión. Elimine uno primero.',
    WebhookDisabled: 'Este punto de conexión está deshabilitado. Habilítelo primero.',
    WebhookBusy:
      'Hay muchos mensajes en camino a este punto de conexión. Espere a que lleguen algunos.',
    WebhookFailed: 'El punto de conexión no aceptó el mensaje.',
    WebhookGone: 'El punto de conexión indica que ya no existe.',
  },
  permissions: {
    'exchange.full_access_as_app':
      'Mover mensajes a la cuarentena y desde ella mediante Exchange Web Services.',
    'graph.User.Read.All': 'Enumerar los usuarios cuyos buzones se protegerán.',
    'graph.GroupMember.Read.All': 'Enumerar los grupos y sus miembros.',
    'graph.MailboxSettings.Read':
      'Distinguir los buzones de usuario de los compartidos, de sala y de equipamiento.',
    'graph.Mail.ReadWrite': 'Examinar el correo de todos los buzones y mover los mensajes dañinos.',
    'sharepoint.Sites.Read.All': 'Enumerar los sitios que se protegerán.',
    'sharepoint.Files.ReadWrite.All':
      'Examinar los archivos de todos los sitios y mover los dañinos.',
    'onedrive.Sites.Read.All':
      'Enumerar los sitios personales que contienen las unidades de OneDrive de los usuarios.',
    'onedrive.Files.ReadWrite.All':
      'Examinar los archivos de todas las unidades de OneDrive y mover los dañinos.',
    'onedrive.User.Read.All': 'Encontrar los usuarios cuyas unidades de OneDrive se protegerán.',
    'onedrive.GroupMember.Read.All': 'Encontrar usuarios por el grupo al que pertenecen.',
  },
};

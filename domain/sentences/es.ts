/** What people read about data of the domain, in Spanish. */
import type { Sentences } from './en.ts';

export const sentences: Sentences = {
  failures: {
    // The request
    InvalidInput: 'La solicitud no es válida.',
    NotSignedIn: 'Primero inicie sesión en la consola.',
    Forbidden: 'Su rol no permite esta acción.',
    NotFound: 'Aquí no hay nada con ese nombre.',
    RateLimited: 'Demasiados intentos. Espere un minuto y vuelva a intentarlo.',
    WrongState: 'La cuenta no está en un punto en el que se pueda hacer esto.',
    Unavailable:
      'El servicio no puede responder en este momento. No se ha perdido nada; vuelva a intentarlo en un momento.',
    Internal: 'Se ha producido un error por nuestra parte. No se ha perdido nada.',

    // Consent
    AttemptUnknown: 'Este enlace no corresponde a ningún paso iniciado en la consola.',
    AttemptExpired:
      'Este intento ha caducado. Vuelva a la consola y haga clic de nuevo en el paso.',
    AttemptReplayed:
      'Este enlace ya se utilizó. Vuelva a la consola para ver en qué punto se encuentra el paso.',
    AttemptOfAnotherBrowser:
      'Este paso se inició en otro navegador. Haga clic de nuevo en el paso desde este navegador.',
    LinkUnknown:
      'Este enlace no se reconoce. Puede estar incompleto, o su cuenta se ha quitado. Pida uno nuevo a quien se lo envió.',
    LinkUsed: 'Este enlace ya se utilizó. Si aún lo necesita, pida uno nuevo a quien se lo envió.',
    LinkExpired: 'Este enlace ha caducado. Pida uno nuevo a quien se lo envió.',
    LinkVoid:
      'Este enlace ya no es válido: lo sustituyó uno más reciente, o quien lo creó ya no puede hacerlo. Pida uno nuevo.',
    SignInCancelled: 'Se canceló el inicio de sesión.',
    SignInFailed: 'Microsoft no pudo iniciar la sesión de esta persona.',
    IdentityTokenInvalid:
      'La respuesta recibida no es una prueba de identidad válida de Microsoft.',
    NotGlobalAdministrator: 'Este paso requiere una persona con el rol de administrador global.',
    GuestAdministrator:
      'Esta persona es un invitado en el inquilino. Debe dar el consentimiento un administrador global que sea miembro de él.',
    TenantMissing: 'Microsoft no indicó a qué inquilino se refiere la respuesta.',
    TenantMismatch:
      'Esta persona pertenece a un inquilino distinto de aquel con el que se inició esta cuenta.',
    TenantTaken: 'Este inquilino ya está conectado por otra organización.',
    TenantNotConfirmed:
      'El consentimiento llegó por un enlace. Confirme que este es su inquilino y vuelva a enviar.',
    ConsentDeclined: 'El administrador rechazó los permisos.',
    ConsentFailed: 'Microsoft no completó el consentimiento.',
    GrantNotVisible: 'Microsoft todavía no muestra los permisos.',
    EwsBlocked: 'Exchange Web Services está bloqueado en este inquilino.',

    // Targets
    UserNotFound: 'Ningún usuario tiene este nombre principal de usuario.',
    SearchTooShort: 'Escriba al menos los tres primeros caracteres del nombre del grupo.',
    TooManyTargets: 'Se pueden seleccionar 100 usuarios como máximo.',
    TargetsUnknown: 'Algunos de los usuarios seleccionados ya no están en el inquilino.',
    SynchronizationNotAvailable:
      'Una cuenta con usuarios seleccionados no tiene sincronización manual ni programada. Para proteger a todos, quite la cuenta de servicio y vuelva a aprovisionarla.',

    // Microsoft
    ConsentRevoked: 'Microsoft ya no concede los permisos que se habían consentido.',
    MicrosoftThrottled:
      'Microsoft nos pide que vayamos más despacio. Continuaremos automáticamente.',
    MicrosoftUnavailable:
      'No se puede contactar con Microsoft en este momento. Continuaremos automáticamente.',
    PageLinkExpired: 'Caducó un enlace de página de Microsoft.',
    DeltaTokenExpired: 'Caducó un token delta de Microsoft.',
    UnexpectedAnswer: 'Microsoft respondió algo que no se pudo interpretar.',
    ForeignLink: 'Un enlace de una respuesta conduce a otro host y no se siguió.',
    EndlessList: 'Una lista de Microsoft no termina nunca.',

    // Synchronization
    LeaseLost: 'Otro proceso se ha hecho cargo de esta sincronización.',
    SliceOver: 'Esta sincronización cede el turno a otras y sigue sola.',
    ReadingFailed: 'No se pudo leer el inquilino, por más veces que se intentó.',
    IncompleteRun: 'No se publicó el directorio, porque no se leyó por completo.',
  },
  permissions: {
    full_access_as_app:
      'Mover mensajes a la cuarentena y desde ella mediante Exchange Web Services.',
    'User.Read.All': 'Enumerar los usuarios cuyos buzones se van a proteger.',
    'GroupMember.Read.All': 'Enumerar los grupos y quiénes pertenecen a ellos.',
    'MailboxSettings.Read':
      'Distinguir los buzones de las personas de los de salas, equipamiento y equipos de trabajo.',
    'Mail.ReadWrite': 'Examinar el correo de todos los buzones y mover lo que sea dañino.',
  },
};

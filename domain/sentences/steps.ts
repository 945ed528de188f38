/** What to do about each reason for which an account needs a person, step by step. */
import type { AttentionReason } from '../account.ts';
import type { Language } from '../languages.ts';

type Steps = Readonly<Record<AttentionReason, readonly string[]>>;

const english: Steps = {
  quarantineUnavailable: [
    'Open the account in the console. It shows which of the two ways to manage a quarantine can be made to work.',
    'Ask an Exchange administrator to make one of them work.',
    'We keep checking and continue automatically.',
  ],
  consentRevoked: [
    'Open the account in the console and find the step whose consent was revoked.',
    'A Global Administrator selects “Click here” in that step and consents again.',
    'We check the permissions and continue automatically.',
  ],
  applicationDisabled: [
    'A Global Administrator opens Enterprise applications in the Microsoft Entra admin center and selects our application. Its id is shown in the console.',
    'Under Properties, set “Enabled for users to sign in?” to Yes. If Microsoft itself has disabled the application, contact support.',
    'We keep checking and continue automatically.',
  ],
  conditionalAccess: [
    'A Conditional Access administrator opens Conditional Access in the Microsoft Entra admin center.',
    'Exclude our application from the policy that blocks it, or include our addresses in that policy. The console shows the id of the application.',
    'We keep checking and continue automatically.',
  ],
  credentialRejected: [
    'You do not need to do anything: this is our fault, and we were alerted.',
    'Synchronization continues automatically once this is resolved.',
  ],
  tokenRefused: [
    'Wait a moment: we keep checking and continue automatically.',
    'If it does not resolve itself, contact support with the text from Microsoft that the account shows in the console.',
  ],
  targetsUnknown: [
    'An administrator opens the account in the console.',
    'Choose again what to protect, without what is no longer in the tenant.',
  ],
  methodDiffers: [
    'An administrator opens the account in the console.',
    'Choose again what to protect, with the method of the other services.',
  ],
  synchronizationFailed: [
    'If Microsoft reports an outage, wait until it is over.',
    'An administrator opens the account in the console and selects “Try again now”. The synchronization starts over.',
  ],
  removalsHeld: [
    'An administrator opens the account in the console and looks at what would be removed.',
    'Allow the removals if they are right. Reject them if they are not, and look in the tenant for the reason.',
  ],
  unexpectedFailure: [
    'You do not need to do anything: this is our fault, and we try again every hour.',
    'Anyone who manages the account can also try again now in the console. If it does not help, contact support.',
  ],
};

const spanish: Steps = {
  quarantineUnavailable: [
    'Abra la cuenta en la consola. Muestra cuál de las dos formas de gestionar una cuarentena se puede hacer funcionar.',
    'Pida a un administrador de Exchange que haga funcionar una de ellas.',
    'Seguimos comprobándolo y continuaremos automáticamente.',
  ],
  consentRevoked: [
    'Abra la cuenta en la consola y busque el paso cuyo consentimiento se revocó.',
    'Un administrador global selecciona «Haga clic aquí» en ese paso y da de nuevo el consentimiento.',
    'Comprobaremos los permisos y continuaremos automáticamente.',
  ],
  applicationDisabled: [
    'Un administrador global abre Aplicaciones empresariales en el Centro de administración de Microsoft Entra y selecciona nuestra aplicación. La consola muestra su identificador.',
    'En Propiedades, establezca «¿Habilitado para que los usuarios inicien sesión?» en Sí. Si la ha deshabilitado Microsoft, póngase en contacto con soporte.',
    'Seguimos comprobándolo y continuaremos automáticamente.',
  ],
  conditionalAccess: [
    'Un administrador de acceso condicional abre Acceso condicional en el Centro de administración de Microsoft Entra.',
    'Excluya nuestra aplicación de la directiva que la bloquea o incluya nuestras direcciones en ella. La consola muestra el identificador de la aplicación.',
    'Seguimos comprobándolo y continuaremos automáticamente.',
  ],
  credentialRejected: [
    'No hace falta que haga nada: es un fallo nuestro y ya hemos recibido un aviso.',
    'La sincronización continuará automáticamente cuando se resuelva.',
  ],
  tokenRefused: [
    'Espere un momento: seguimos comprobándolo y continuaremos automáticamente.',
    'Si no se resuelve por sí solo, póngase en contacto con soporte e indique el texto de Microsoft que la cuenta muestra en la consola.',
  ],
  targetsUnknown: [
    'Un administrador abre la cuenta en la consola.',
    'Elija de nuevo qué proteger, sin lo que ya no está en el inquilino.',
  ],
  methodDiffers: [
    'Un administrador abre la cuenta en la consola.',
    'Elija de nuevo qué proteger, con el método de los demás servicios.',
  ],
  synchronizationFailed: [
    'Si Microsoft informa de una interrupción, espere a que termine.',
    'Un administrador abre la cuenta en la consola y selecciona «Reintentar ahora». La sincronización empezará de nuevo.',
  ],
  removalsHeld: [
    'Un administrador abre la cuenta en la consola y mira qué se eliminaría.',
    'Permita las eliminaciones si son correctas. Si no lo son, rechácelas y busque la causa en el inquilino.',
  ],
  unexpectedFailure: [
    'No hace falta que haga nada: es un fallo nuestro y lo volvemos a intentar cada hora.',
    'Quien administre la cuenta también puede reintentarlo ahora en la consola. Si no funciona, póngase en contacto con soporte.',
  ],
};

const STEPS: Readonly<Record<Language, Steps>> = { en: english, es: spanish };

export const stepsOf = (reason: AttentionReason, language: Language): readonly string[] =>
  STEPS[language][reason];

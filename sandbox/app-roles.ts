/**
 * The app roles of the APIs, with the words of Microsoft's consent screen. `described.test.ts`
 * compares Graph's with Microsoft's own list.
 */
import type { AppRole } from './model.ts';

export const EXCHANGE_ROLES: readonly AppRole[] = [
  {
    id: 'dc890d15-9560-4a4c-9b7f-a736ec74ec40',
    value: 'full_access_as_app',
    en: {
      displayName: 'Use Exchange Web Services with full access to all mailboxes',
      description:
        'Allows the app to have full access via Exchange Web Services to all mailboxes without a signed-in user.',
    },
    es: {
      displayName: 'Usar los servicios web Exchange con acceso completo a todos los buzones',
      description:
        'Permite que la aplicación tenga acceso completo mediante los servicios web Exchange a todos los buzones sin un usuario que haya iniciado sesión.',
    },
  },
  {
    id: 'dc50a0fb-09a3-484d-be87-e023b12c6440',
    value: 'Exchange.ManageAsApp',
    en: {
      displayName: 'Manage Exchange As Application',
      description:
        "Allows the app to manage the organization's Exchange environment without any user interaction. This includes mailboxes, groups, and other configuration objects.",
    },
    es: {
      displayName: 'Administrar Exchange como aplicación',
      description:
        'Permite que la aplicación administre el entorno de Exchange de la organización sin interacción del usuario. Esto incluye buzones, grupos y otros objetos de configuración.',
    },
  },
];

export const GRAPH_ROLES: readonly AppRole[] = [
  {
    id: 'df021288-bdef-4463-88db-98f22de89214',
    value: 'User.Read.All',
    en: {
      displayName: "Read all users' full profiles and company properties",
      description:
        'Allows the app to read the full set of user properties of all users in the organization and read company properties without a signed in user.',
    },
    es: {
      displayName: 'Leer los perfiles completos de todos los usuarios',
      description:
        'Permite que la aplicación lea perfiles de usuario sin necesidad de que un usuario inicie sesión.',
    },
  },
  {
    id: '5b567255-7703-4780-807c-7be8301ae99b',
    value: 'Group.Read.All',
    en: {
      displayName: 'Read all groups',
      description:
        'Allows the app to read group properties and memberships, and read conversations for all groups, without a signed-in user.',
    },
    es: {
      displayName: 'Leer todos los grupos',
      description:
        'Permite que la aplicación lea las propiedades y pertenencias a grupos, así como las conversaciones de todos los grupos, sin que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '98830695-27a2-44f7-8c18-0c3ebc9698f6',
    value: 'GroupMember.Read.All',
    en: {
      displayName: 'Read all group memberships',
      description:
        'Allows the app to read memberships and basic group properties for all groups without a signed-in user.',
    },
    es: {
      displayName: 'Leer todas las pertenencias a grupos',
      description:
        'Permite que la aplicación lea pertenencias y propiedades de grupo básicas para todos los grupos sin un usuario que haya iniciado sesión.',
    },
  },
  {
    id: '7ab1d382-f21e-4acd-a863-ba3e13f7da61',
    value: 'Directory.Read.All',
    en: {
      displayName: 'Read directory data',
      description:
        "Allows the app to read data in your organization's directory, such as users, groups and apps, without a signed-in user.",
    },
    es: {
      displayName: 'Leer datos del directorio',
      description:
        'Permite que la aplicación lea los datos del directorio de su organización, como los usuarios, los grupos y las aplicaciones sin iniciar sesión con ningún usuario.',
    },
  },
  {
    id: 'e2a3a72e-5f79-4c64-b1b1-878b674786c9',
    value: 'Mail.ReadWrite',
    en: {
      displayName: 'Read and write mail in all mailboxes',
      description:
        'Allows the app to create, read, update, and delete mail in all mailboxes without a signed-in user. Does not include permission to send mail.',
    },
    es: {
      displayName: 'Leer y escribir correos en todos los buzones',
      description:
        'Permite que la aplicación cree, lea, actualice y elimine correos en todos los buzones sin un usuario que ha iniciado sesión. No incluye el permiso para enviar correos.',
    },
  },
  {
    id: '810c84a8-4a9e-49e6-bf7d-12d183f40d01',
    value: 'Mail.Read',
    en: {
      displayName: 'Read mail in all mailboxes',
      description: 'Allows the app to read mail in all mailboxes without a signed-in user.',
    },
    es: {
      displayName: 'Leer el correo de todos los buzones',
      description:
        'Permite que la aplicación lea el correo de todos los buzones sin la necesidad de que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '40f97065-369a-49f4-947c-6a255697ae91',
    value: 'MailboxSettings.Read',
    en: {
      displayName: 'Read all user mailbox settings',
      description:
        "Allows the app to read user's mailbox settings without a signed-in user. Does not include permission to send mail.",
    },
    es: {
      displayName: 'Leer toda la configuración del buzón del usuario',
      description:
        'Permite que la aplicación lea la configuración del buzón del usuario sin la necesidad de que un usuario haya iniciado sesión. No incluye el permiso para enviar correos.',
    },
  },
  {
    id: '9a5d68dd-52b0-4cc2-bd40-abcf44ac3a30',
    value: 'Application.Read.All',
    en: {
      displayName: 'Read all applications',
      description:
        'Allows the app to read all applications and service principals without a signed-in user.',
    },
    es: {
      displayName: 'Leer todas las aplicaciones',
      description:
        'Permite que la aplicación lea todas las aplicaciones y entidades de servicio sin que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '332a536c-c7ef-4017-ab91-336970924f0d',
    value: 'Sites.Read.All',
    en: {
      displayName: 'Read items in all site collections ',
      description:
        'Allows the app to read documents and list items in all site collections without a signed in user.',
    },
    es: {
      displayName: 'Leer los elementos de todas las colecciones de sitios ',
      description:
        'Permite que la aplicación lea todos los documentos y elementos de lista de todas las colecciones de sitios sin necesidad de que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '9492366f-7969-46a4-8d15-ed1a20078fff',
    value: 'Sites.ReadWrite.All',
    en: {
      displayName: 'Read and write items in all site collections',
      description:
        'Allows the app to create, read, update, and delete documents and list items in all site collections without a signed in user.',
    },
    es: {
      displayName: 'Leer y escribir elementos en todas las colecciones de sitios.',
      description:
        'Permite que la aplicación cree, lea, actualice y elimine documentos y elementos de lista de todas las colecciones de sitios sin necesidad de que un usuario haya iniciado sesión.',
    },
  },
  {
    id: 'a82116e5-55eb-4c41-a434-62fe8a61c773',
    value: 'Sites.FullControl.All',
    en: {
      displayName: 'Have full control of all site collections',
      description:
        'Allows the app to have full control of all site collections without a signed in user.',
    },
    es: {
      displayName: 'Tomar el control total de todas las colecciones de sitios',
      description:
        'Permite a la aplicación tener control total de todas las colecciones de sitios sin que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '883ea226-0bf2-4a8f-9f9d-92c9162a727d',
    value: 'Sites.Selected',
    en: {
      displayName: 'Access selected site collections',
      description:
        'Allow the application to access a subset of site collections without a signed in user.  The specific site collections and the permissions granted will be configured in SharePoint Online.',
    },
    es: {
      displayName: 'Acceder a las colecciones de sitios seleccionadas',
      description:
        'Permite que la aplicación tenga acceso a un subconjunto de colecciones de sitios sin que un usuario haya iniciado sesión.  Las colecciones de sitios específicas y los permisos concedidos se configurarán en SharePoint Online.',
    },
  },
  {
    id: '01d4889c-1287-42c6-ac1f-5d1e02578ef6',
    value: 'Files.Read.All',
    en: {
      displayName: 'Read files in all site collections',
      description:
        'Allows the app to read all files in all site collections without a signed in user.',
    },
    es: {
      displayName: 'Leer archivos en todas las colecciones de sitios',
      description:
        'Permite que la aplicación lea todos los archivos de todas las colecciones de sitios sin la necesidad de que un usuario haya iniciado sesión.',
    },
  },
  {
    id: '75359482-378d-4052-8f01-80520e7db3cd',
    value: 'Files.ReadWrite.All',
    en: {
      displayName: 'Read and write files in all site collections',
      description:
        'Allows the app to read, create, update and delete all files in all site collections without a signed in user. ',
    },
    es: {
      displayName: 'Leer y escribir archivos en todas las colecciones de sitios',
      description:
        'Permite que la aplicación lea, escriba, actualice y elimine todos los archivos de todas las colecciones de sitios sin la necesidad de que un usuario haya iniciado sesión. ',
    },
  },
];

import type { Texts } from '../catalogue.ts';

export const mail: Texts<'mail'> = {
  title: 'Correo',
  lead: 'Elija sobre qué le escribe {{organization}}. Solo le afecta a usted.',
  off: 'No hay ningún servidor de correo configurado, así que no se envía nada por correo. Se conserva lo que elija aquí.',
  failed: 'El último mensaje que se le envió no se pudo entregar, el {{when}}.',
  where: 'A {{address}}. Idioma: {{language}}, que se elige en el menú con su nombre.',
  kinds: 'Mensajes que recibe',
  kind: {
    attentionRequired: 'Cuando algo requiera atención',
    recovered: 'Cuando algo vuelva a funcionar',
    protected: 'Cuando un servicio quede protegido',
    removed: 'Cuando se elimine una cuenta de servicio',
    consentLinkExpired:
      'Cuando caduque sin usarse un enlace de consentimiento que usted envió por correo',
  },
  hint: {
    attentionRequired: 'Con lo que hay que hacer, paso a paso.',
    recovered: 'Después de resolverse algo que requería atención.',
    protected: 'Cuando quede protegido por primera vez.',
    removed: 'Cuando se haya eliminado su copia del directorio.',
    consentLinkExpired: 'Para que pueda enviar uno nuevo.',
  },
  saved: 'Guardado.',
};

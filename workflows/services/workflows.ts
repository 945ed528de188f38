/** Every workflow that a worker runs. */
export { DeliverWebhookWorkflow } from '../delivery/deliver-webhook.workflow.ts';
export { ConsentLinkWorkflow } from '../delivery/consent-link.workflow.ts';
export { SendMailWorkflow } from '../delivery/send-mail.workflow.ts';
export { ProvisionExchangeWorkflow } from './provision-exchange.workflow.ts';
export { ProvisionOneDriveWorkflow } from './provision-onedrive.workflow.ts';
export { ProvisionSharePointWorkflow } from './provision-sharepoint.workflow.ts';

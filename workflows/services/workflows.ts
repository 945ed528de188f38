/** Every workflow that a worker runs. */
export { DeliverWebhookWorkflow } from '../delivery/deliver-webhook.workflow.ts';
export { ProvisionExchangeWorkflow } from './provision-exchange.workflow.ts';
export { ProvisionOneDriveWorkflow } from './provision-onedrive.workflow.ts';
export { ProvisionSharePointWorkflow } from './provision-sharepoint.workflow.ts';

export { attachGateway, type Gateway } from './gateway.ts';

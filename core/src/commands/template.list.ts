import { officialTemplates } from '@cozy/templates';
import type { Handler } from './command.ts';

export const listTemplates: Handler<'template.list'> = async () => ({
  templates: officialTemplates().map(({ manifest, structure }) => ({ manifest, structure })),
});

import type { ModerationCase } from '@cozy/protocol';
import type { CaseDocument } from '../database/documents.ts';

/** A case as it goes over the wire. */
export function caseView({ _id, edited: _edited, ...fields }: CaseDocument): ModerationCase {
  return fields;
}

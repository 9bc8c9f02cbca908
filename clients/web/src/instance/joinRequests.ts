import type { JoinRequest } from '@cozy/protocol';
import { createStore, produce } from 'solid-js/store';

/** Where the account waits to be let in, and where it was refused of late, by community. */
export class JoinRequests {
  readonly byId: Record<string, JoinRequest>;
  readonly #set;

  constructor() {
    const [byId, set] = createStore<Record<string, JoinRequest>>({});
    this.byId = byId;
    this.#set = set;
  }

  /** Replaces everything. */
  replaceAll(all: readonly JoinRequest[]): void {
    this.#set(
      produce((byId) => {
        for (const id of Object.keys(byId)) delete byId[id];
        for (const request of all) byId[request.community.id] = request;
      }),
    );
  }

  /** Takes a request as it stands now; one that was withdrawn or let in is none any more. */
  put(request: JoinRequest): void {
    this.#set(
      produce((byId) => {
        if (request.status === 'waiting' || request.status === 'refused') byId[request.community.id] = request;
        else delete byId[request.community.id];
      }),
    );
  }

  /** All, newest first. */
  list(): JoinRequest[] {
    return Object.values(this.byId).sort((a, b) => b.created_at.localeCompare(a.created_at));
  }
}

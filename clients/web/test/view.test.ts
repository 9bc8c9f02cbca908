import type { ClientFrameData, Op } from '@cozy/protocol';
import { expect } from 'chai';
import { MEMBER_WINDOW, Members } from '../src/instance/members.ts';
import { View } from '../src/instance/view.ts';

type Subscription = ClientFrameData<typeof Op.Subscribe>;

/** A view, and what it has told. */
function made() {
  const told: Subscription[] = [];
  let next: (subscription: Subscription) => void = () => undefined;
  const view = new View(new Members(), (subscription) => {
    told.push(subscription);
    next(subscription);
  });
  const telling = () =>
    new Promise<Subscription>((resolve) => {
      next = resolve;
    });
  const windows = (subscription: Subscription) => subscription.members?.map(({ from }) => from);
  return { view, told, telling, windows };
}

describe('View', () => {
  it('names the community and channel in view, and the communities of just before', async () => {
    const { view, telling } = made();
    for (const id of ['1', '2', '3']) view.look(id, null);
    view.look('1', '9');
    expect(await telling()).to.deep.equal({ communities: ['1', '3', '2'], channels: ['9'], members: [] });
    view.look('4', '8');
    expect((await telling()).communities).to.deep.equal(['4', '1', '3']);
    view.lookAway();
    expect(await telling()).to.deep.equal({ communities: ['4', '1', '3'], channels: [], members: [] });
  });

  it('tells once what changes together', async () => {
    const { view, told, telling } = made();
    view.look('1', null);
    view.showMembers('1', 0, 20);
    view.look('1', '9');
    await telling();
    expect(told).to.deep.equal([
      {
        communities: ['1'],
        channels: ['9'],
        members: [{ community_id: '1', from: 0, limit: MEMBER_WINDOW }],
      },
    ]);
  });

  it('names the windows around the rows in view, and a little later those that were scrolled to [GW-57]', async () => {
    const { view, told, telling, windows } = made();
    view.look('1', null);
    view.showMembers('1', 0, 40);
    expect(windows(await telling())).to.deep.equal([0, MEMBER_WINDOW]);
    for (let first = 0; first <= 30_000; first += 1_000) view.showMembers('1', first, first + 20);
    expect(windows(await telling())).to.deep.equal([29_950, 30_000]);
    expect(told).to.have.length(2);
    view.hideMembers();
    expect(windows(await telling())).to.deep.equal([]);
  });

  it('names no more windows than one may', async () => {
    const { view, telling, windows } = made();
    view.showMembers('1', 0, 5_000);
    expect(windows(await telling())).to.have.length(8);
  });
});

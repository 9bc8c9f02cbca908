import { expect } from 'chai';
import { holdOrder } from '../src/conversation/feedOrder.ts';

describe('holdOrder', () => {
  it('keeps what is in view, and counts what came in above', () => {
    expect(holdOrder(['f', 'e', 'd', 'c'], ['d', 'c'])).to.deep.equal({ ids: ['d', 'c'], news: 2 });
  });

  it('leaves out what has gone, and adds older posts below', () => {
    expect(holdOrder(['d', 'b', 'a'], ['d', 'c', 'b'])).to.deep.equal({ ids: ['d', 'b', 'a'], news: 0 });
  });

  it('does not move a post that something was said to', () => {
    const held = holdOrder(['b', 'd', 'c', 'a'], ['d', 'c', 'b', 'a']);
    expect(held).to.deep.equal({ ids: ['d', 'c', 'b', 'a'], news: 1 });
  });

  it('begins anew when nothing of it is left', () => {
    expect(holdOrder(['b', 'a'], ['x'])).to.deep.equal({ ids: ['b', 'a'], news: 0 });
    expect(holdOrder([], ['x'])).to.deep.equal({ ids: [], news: 0 });
  });
});

import { expect } from 'chai';
import { installSystemPackages, missingPackagesMessage } from '../src/setup/system-packages.ts';

describe('system packages', () => {
  it('that only an administrator can install are named in one command', () => {
    const message = missingPackagesMessage(['bubblewrap', 'mmdebstrap'], { hasApt: true, isRoot: false });
    expect(message).to.include(
      'sudo apt-get update && sudo apt-get install -y --no-install-recommends bubblewrap mmdebstrap\n',
    );
  });

  it('cannot be installed without apt-get, and the message says what can be given instead', () => {
    const message = missingPackagesMessage(['bubblewrap'], { hasApt: false, isRoot: true });
    expect(message).to.include('bubblewrap').and.include('MONGODB_URI').and.include('NATS_URL');
  });

  it('that are there are left alone', async () => {
    const said: string[] = [];
    const present = { name: 'no-such-package', isPresent: async () => true };
    expect(await installSystemPackages([present], (what) => said.push(what))).to.equal('present');
    expect(said).to.deep.equal([]);
  });
});

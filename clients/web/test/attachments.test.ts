import type { Attachment } from '@cozy/protocol';
import { expect } from 'chai';
import {
  boxRatio,
  clock,
  endingOf,
  kindOf,
  kindOfType,
  languageOf,
  layRows,
  loudness,
} from '../src/conversation/attachments.ts';
import { fileSize } from '../src/instance/fileSize.ts';
import { nextId } from './fixtures.ts';

const attachment = (change: Partial<Attachment>): Attachment => ({
  ...{ id: nextId(), filename: 'file', size: 5, content_type: 'application/octet-stream', status: 'ready' },
  ...change,
});

describe('attachments', () => {
  it('are shown by what their bytes are, never SVG as a picture', () => {
    const kind = (content_type: string, filename = 'x') => kindOfType({ content_type, filename });
    expect(kind('image/png')).to.equal('picture');
    expect(kind('image/svg+xml', 'x.svg')).to.equal('file');
    expect(kind('video/mp4')).to.equal('video');
    expect(kind('audio/ogg')).to.equal('audio');
    expect(kind('application/json')).to.equal('text');
    expect(kind('application/octet-stream', 'main.rs')).to.equal('text');
    expect(kind('application/zip', 'code.rs.zip')).to.equal('file');
    expect(kind('application/pdf', 'paper.txt')).to.equal('file');
  });

  it('are files as long as there is nothing to show of them', () => {
    const previews = [{ width: 320, height: 240, content_type: 'image/webp' }];
    const size = { width: 640, height: 480 };
    expect(kindOf(attachment({ content_type: 'image/png', previews, ...size }))).to.equal('picture');
    expect(kindOf(attachment({ content_type: 'image/png', ...size }))).to.equal('file');
    expect(kindOf(attachment({ content_type: 'image/png', previews, ...size, status: 'processing' }))).to.equal('file');
    expect(kindOf(attachment({ content_type: 'video/x-matroska' }))).to.equal('file');
    const playable = { content_type: 'video/mp4', size: 5 };
    expect(kindOf(attachment({ content_type: 'video/x-matroska', playable }))).to.equal('video');
  });

  it('have endings and languages that their names say', () => {
    expect(endingOf('Photo.JPEG')).to.equal('jpeg');
    expect(endingOf('.bashrc')).to.equal('');
    expect(endingOf('README')).to.equal('');
    expect(languageOf('a.test.ts')).to.equal('typescript');
    expect(languageOf('a.txt')).to.equal(undefined);
    expect(languageOf('a.constructor')).to.equal(undefined);
  });

  it('stand in rows that hold each once, in order, whatever their shapes', () => {
    for (const ratios of [[1.5], [1.5, 1.5], [0.5, 0.5, 0.5, 0.5], Array.from({ length: 10 }, (_, i) => 0.5 + i / 4)]) {
      const rows = layRows(ratios);
      expect(rows.flatMap(({ from, to }) => ratios.slice(from, to))).to.deep.equal(ratios);
      for (const { from, to, ratio } of rows) {
        expect(ratio).to.be.closeTo(
          ratios.slice(from, to).reduce((sum, one) => sum + one, 0),
          1e-9,
        );
      }
    }
    expect(layRows([])).to.deep.equal([]);
    expect(layRows([1.3, 1.3, 1.3]).length).to.be.greaterThan(1);
  });

  it('have boxes of bounded shapes', () => {
    expect(boxRatio({ width: 300, height: 200 })).to.equal(1.5);
    expect(boxRatio({ width: 10, height: 10_000 })).to.be.greaterThan(0.3);
    expect(boxRatio({ width: 10_000, height: 1 })).to.be.lessThan(4);
    expect(boxRatio({})).to.be.a('number');
  });

  it('have a waveform of as many steps as are drawn, silence when there is none', () => {
    const wave = btoa(String.fromCharCode(0, 255, 0, 51));
    expect(loudness(wave, 2)).to.deep.equal([1, 0.2]);
    expect(loudness(wave, 8)).to.have.length(8);
    expect(loudness('§ no base64', 3)).to.deep.equal([0, 0, 0]);
    expect(loudness(undefined, 1)).to.deep.equal([0]);
  });

  it('have lengths and sizes that people read', () => {
    expect(clock(5.9)).to.equal('0:05');
    expect(clock(3725)).to.equal('1:02:05');
    expect(clock(Number.POSITIVE_INFINITY)).to.equal('0:00');
    expect(fileSize(5)).to.match(/^5 /);
    expect(fileSize(1536)).to.match(/^1.5\D*k/i);
    expect(fileSize(5 * 1024 ** 3)).to.match(/^5\D*GB/);
  });
});

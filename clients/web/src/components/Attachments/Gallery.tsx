import type { Attachment } from '@cozy/protocol';
import { createMemo, For, Index, type JSX } from 'solid-js';
import { boxRatio, layRows } from '../../conversation/attachments.ts';
import type { Upload } from '../../instance/upload.ts';
import './Gallery.css';

/** What stands in a gallery: a file that is ready, or a picture that this page uploads. */
export type Tile = Attachment | Upload;

/** Pixels: width of the whole gallery, height of a row, and width below which even a small picture is not shown. */
const WIDTH = 540;
const HEIGHT = 360;
const SMALLEST = 120;

interface GalleryProps<T extends Tile> {
  tiles: readonly T[];
  /** Draws a tile. @param share its part of the gallery's width, from 0 to 1. */
  children: (tile: T, share: () => number) => JSX.Element;
}

export const isUpload = (tile: Tile): tile is Upload => 'key' in tile;
const ratioOf = (tile: Tile) => boxRatio(isUpload(tile) ? (tile.picture ?? {}) : tile);

/** Pictures and videos of a message, each in a box of its own proportions, so that nothing moves when they load. */
export function Gallery<T extends Tile>(props: GalleryProps<T>) {
  const rows = createMemo(() => layRows(props.tiles.map(ratioOf)));
  return (
    <div class="gallery">
      <Index each={rows()}>
        {(row) => {
          const tiles = () => props.tiles.slice(row().from, row().to);
          return (
            <div class="gallery-row" style={{ 'max-width': `${rowWidth(tiles(), row().ratio)}px` }}>
              <For each={tiles()}>
                {(tile) => (
                  <div class="gallery-tile" style={{ flex: `${ratioOf(tile)} 1 0`, 'aspect-ratio': ratioOf(tile) }}>
                    {props.children(tile, () => ratioOf(tile) / row().ratio)}
                  </div>
                )}
              </For>
            </div>
          );
        }}
      </Index>
    </div>
  );
}

/** Pixels of a row at most: not higher than HEIGHT, and what stands alone is not blown up. */
function rowWidth(tiles: readonly Tile[], ratio: number): number {
  const [first] = tiles;
  const alone = tiles.length === 1 && first ? first : undefined;
  const own = alone && (isUpload(alone) ? alone.picture?.width : alone.width);
  return Math.round(Math.min(WIDTH, HEIGHT * ratio, Math.max(own ?? WIDTH, SMALLEST)));
}

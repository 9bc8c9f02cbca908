import sharp from 'sharp';

/** Formats of which something is made. What libvips can read is more than what anybody needs, and each reader is a way in. */
const READ = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'];

// One picture at a time and no cache: there is other work, and pictures do not come again.
sharp.concurrency(1);
sharp.cache(false);
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: READ.flatMap((format) => [`VipsForeignLoad${format}File`, `VipsForeignLoad${format}Buffer`]),
});

/** The one sharp of a process, which reads no SVG, PDF, TIFF or raw format. */
export { sharp };

export { sharp } from './sharp.ts';
export { type SmallPicture, type SmallPictureOptions, smallPicture } from './smallPicture.ts';

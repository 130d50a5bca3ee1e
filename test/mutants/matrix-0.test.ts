import { describeMatrix } from './describe-matrix.ts';

describeMatrix(0, 2);

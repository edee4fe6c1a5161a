import { writeTables } from './writeTables';

/** `npm run readme` */
writeTables();

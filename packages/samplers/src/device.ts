export { categorical } from './categorical.ts';
export { gumbelTopK } from './gumbel-top-k.ts';

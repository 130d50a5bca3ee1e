import { notMintedInModernEra } from '../../../src/checks/session/not-minted-in-modern-era.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(notMintedInModernEra, {
  'modern-era-mints-sessions': 'warn',
  'modern-era-echoes-sessions': 'warn',
  'modern-era-wants-known-sessions': 'info',
});

import { resourceAlgorithmsAreSound } from '../../../src/checks/discovery/resource-algorithms-are-sound.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  resourceAlgorithmsAreSound,
  {
    'metadata-allows-unsigned': 'fail',
    'metadata-is-signed-with-none': 'fail',
  },
  { clients: [] },
);

import { rejectsSubscribingWithoutToken } from '../../../src/checks/coverage/rejects-subscribing-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsSubscribingWithoutToken, {
  'opens-subscriptions-to-anybody': 'fail',
  'gate-overlooks-modern-requests': 'fail',
});

import { rejectsNotificationWithoutToken } from '../../../src/checks/endpoint/rejects-notification-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsNotificationWithoutToken, {
  brokenBy: { behaviour: { publicMethods: ['notifications/initialized', 'notifications/cancelled'] } },
  alsoFails: ['session/is-no-credential'],
});

describeByMutants(rejectsNotificationWithoutToken, {
  'lets-strangers-notify': 'fail',
});

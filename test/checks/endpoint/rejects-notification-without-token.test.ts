import { rejectsNotificationWithoutToken } from '../../../src/checks/endpoint/rejects-notification-without-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsNotificationWithoutToken, {
  brokenBy: { behaviour: { publicMethods: ['notifications/initialized', 'notifications/cancelled'] } },
});

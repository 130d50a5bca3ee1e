import { unprotectedCheck } from '../unprotected.ts';

export const rejectsSubscribingWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-subscribing-without-token',
  title: 'opens no subscription to a request without a token',
  passes: 'A subscriptions/listen without a token is answered 401, and no event stream opens.',
  fails:
    'An open stream is a critical failure: whoever asks hears what changes at the server. Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Check the token before the stream of subscriptions/listen is opened; code that streams is often mounted beside the handler that the gate protects.',
  only: 'modern',
  methods: ['subscriptions/listen'],
  requests: () => [
    {
      sent: 'a subscriptions/listen without a token',
      request: {
        rpc: { method: 'subscriptions/listen', params: { notifications: { toolsListChanged: true } } },
      },
    },
  ],
});

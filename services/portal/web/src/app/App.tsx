import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider as AriaRouter, I18nProvider } from 'react-aria-components';
import { createBrowserRouter, Outlet, RouterProvider, useNavigate, useHref, type RouteObject } from 'react-router';
import icon from '../icon.svg';
import { ApiProblem } from '../api/problem';
import { Button, NoPermission, Toasts, Empty, LinkButton } from '../ui';
import { features, type PageRoute } from './feature';
import { PageError } from './PageError';
import { SessionProvider, signInUrl, useSession } from './session';
import { Shell } from './Shell';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      retry: (count, error) => count < 2 && error instanceof ApiProblem && error.isTransient,
    },
  },
});

function Guard({ needs, children }: { needs?: string[]; children: React.ReactNode }) {
  const { can } = useSession();
  return can(...(needs ?? [])) ? children : <NoPermission page />;
}

const toRoute = ({ path, needs, page }: PageRoute): RouteObject => ({
  path,
  lazy: async () => {
    const { default: Page } = await page();
    return {
      Component: () => (
        <Guard needs={needs}>
          <Page />
        </Guard>
      ),
    };
  },
  errorElement: <PageError />,
});

function Root() {
  const navigate = useNavigate();
  return (
    <AriaRouter navigate={(to) => void navigate(to)} useHref={useHref}>
      <Outlet />
      <Toasts />
    </AriaRouter>
  );
}

function Card({ title, text, action }: { title: string; text: string; action?: React.ReactNode }) {
  return (
    <main className="full-page">
      <div className="sign-in-card">
        <img src={icon} alt="" />
        <h1>{title}</h1>
        <p className="soft">{text}</p>
        {action}
      </div>
    </main>
  );
}

const SignIn = ({ label = 'Sign in' }: { label?: string }) => (
  <a className="button primary" href={signInUrl()}>
    {label}
  </a>
);

function SignedIn() {
  return (
    <SessionProvider
      loading={<div className="full-page" role="status" aria-label="Loading" />}
      signedOut={<Card title="Governance" text="Privacy requests, data maps, consent and proof, in one place." action={<SignIn />} />}
      failed={(retry) => <Card title="Not reachable" text="The portal can't tell who you are at the moment." action={<Button onPress={retry}>Try again</Button>} />}
      ended={
        <div className="veil" role="alertdialog" aria-label="Your session has ended">
          <div className="sign-in-card">
            <h2>Your session has ended</h2>
            <p className="soft">Sign in again to go on where you are.</p>
            <SignIn label="Sign in again" />
          </div>
        </div>
      }
    >
      <Shell />
    </SessionProvider>
  );
}

function SignInFailed() {
  const reason = new URLSearchParams(location.search).get('reason');
  const text =
    reason === 'unavailable'
      ? 'The identity provider does not answer at the moment.'
      : reason === 'expired'
        ? 'The sign-in took too long or was started in another window.'
        : 'The identity provider did not let you in.';
  return (
    <Card
      title="Signing in did not work"
      text={text}
      action={
        <a className="button primary" href="/sign-in">
          Try again
        </a>
      }
    />
  );
}

const router = createBrowserRouter([
  {
    element: <Root />,
    HydrateFallback: () => null,
    children: [
      { path: '/signed-out', element: <Card title="You are signed out" text="Your sessions here and at the identity provider have ended." action={<a className="button primary" href="/sign-in">Sign in again</a>} /> },
      { path: '/sign-in-failed', element: <SignInFailed /> },
      {
        element: <SignedIn />,
        children: [
          ...features.flatMap((f) => f.routes.map(toRoute)),
          {
            path: '*',
            element: (
              <Empty page title="This page does not exist">
                <LinkButton to="/">Go to the start</LinkButton>
              </Empty>
            ),
          },
        ],
      },
    ],
  },
]);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale="en-GB">
        <RouterProvider router={router} />
      </I18nProvider>
    </QueryClientProvider>
  );
}

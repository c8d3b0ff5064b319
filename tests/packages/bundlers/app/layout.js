/** Next.js requires one, although no page is ever rendered. */
export default function Layout({ children }) {
  return children;
}

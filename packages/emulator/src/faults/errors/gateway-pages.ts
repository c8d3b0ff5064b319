import { STATUS_CODES } from "node:http";

/** The page of a gateway or a network that responds in Google's place. */
export function gatewayPage(form: "cloudflare" | "nginx" | "captive-portal", status: number): string {
  const title = `${status} ${STATUS_CODES[status] ?? "Error"}`;
  switch (form) {
    case "cloudflare":
      return `<!DOCTYPE html>\n<html lang="en-US">\n<head><title>fake.example | ${title}</title></head>\n<body>\n<div id="cf-error-details"><h1>Sorry, you have been blocked</h1>\n<p>Cloudflare Ray ID: <strong>fake0ray</strong></p></div>\n</body>\n</html>\n`;
    case "nginx":
      return `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx/1.27.2</center>\r\n</body>\r\n</html>\r\n`;
    case "captive-portal":
      return '<!DOCTYPE html>\n<html>\n<head><title>Wi-Fi login</title></head>\n<body><h1>Welcome to the hotspot</h1><form action="/login" method="post"><button>Sign in to the network</button></form></body>\n</html>\n';
  }
}

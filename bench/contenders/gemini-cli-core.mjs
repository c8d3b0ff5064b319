// The Gemini CLI's client of Code Assist, with an access token that holds. It keeps no conversation itself.

export const importPackage = (load) => load("@google/gemini-cli-core");

export async function open({ url, load }) {
  process.env.CODE_ASSIST_ENDPOINT = url;
  const { CodeAssistServer } = await importPackage(load);
  const { OAuth2Client } = await load("google-auth-library");
  const login = new OAuth2Client();
  login.setCredentials({ access_token: "fake-token", token_type: "Bearer", expiry_date: Date.now() + 3_600_000 });
  const server = new CodeAssistServer(login, "fake-project", {}, "session");
  const model = "gemini-2.5-flash";
  const textOf = (response) => response.candidates?.[0]?.content?.parts?.[0]?.text ?? "";
  const userTurn = (text) => ({ role: "user", parts: [{ text }] });
  const ask = async (contents) => textOf(await server.generateContent({ model, contents }, "prompt"));

  return {
    async stream(prompt, onText, abortSignal) {
      const request = { model, contents: [userTurn(prompt)], config: { abortSignal } };
      for await (const response of await server.generateContentStream(request, "prompt")) onText(textOf(response));
    },
    whole: (prompt) => ask([userTurn(prompt)]),
    chat() {
      const contents = [];
      return {
        async send(prompt) {
          contents.push(userTurn(prompt));
          const text = await ask(contents);
          contents.push({ role: "model", parts: [{ text }] });
          return text;
        },
      };
    },
  };
}

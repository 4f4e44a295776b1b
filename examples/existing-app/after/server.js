const app = require("./app");

const server = app.listen(process.env.PORT || 3000, "127.0.0.1", () => {
  console.log(`Listening on http://127.0.0.1:${server.address().port}`);
});

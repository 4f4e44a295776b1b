const passport = require("passport");
const { Strategy } = require("passport-local");
const users = require("./users");

passport.use(
  new Strategy(async (username, password, done) => {
    try {
      const user = await users.findByUsername(username);
      const known = user !== undefined && (await users.hasPassword(user, password));
      done(null, known ? user : false);
    } catch (error) {
      done(error);
    }
  }),
);

// The session keeps who it is, and not the role, which may change while the session lasts.
passport.serializeUser(({ id, username }, done) => done(null, { id, username }));
passport.deserializeUser((user, done) => done(null, user));

module.exports = passport;

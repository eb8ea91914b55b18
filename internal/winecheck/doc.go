// Package winecheck runs the Windows build under Wine, which has the files, the
// access lists, the sockets and the console of Windows. It is a test bench, and
// nothing of it ships. `make windows-check` builds moto.exe and runs the tests:
//
//   - a configuration with the line ends and the mark of Windows' editors loads;
//   - moto refuses files that other accounts can read or change, and names the
//     command that corrects them;
//   - `check` tells the truth;
//   - `password set` keeps the password in the Credential Manager, and moto reads it;
//   - the console takes a payment by typed keys, and no copy of the card is left in
//     its memory;
//   - a console that is killed leaves a whole journal, and moto lookup finds the payment.
//
// Wine's console garbles some of what is drawn, so the tests watch a payment at the
// bank and in the journal, and not on the screen.
package winecheck

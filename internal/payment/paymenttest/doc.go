// Package paymenttest is what the tests of payments and of operations share: a test
// bank with a real client, a journal and clocks in the hands of a test, a gateway
// that answers as a test says, records, and the seeds of simulations. It knows
// neither of the packages that it helps to test.
package paymenttest

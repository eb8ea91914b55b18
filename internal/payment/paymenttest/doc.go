// Package paymenttest is what the tests of payments and of operations share: a test
// bank with a real client, a journal and clocks that a test controls, a gateway
// with prescribed answers, records, and the seeds of simulations. It imports
// neither of the packages that it helps to test.
package paymenttest

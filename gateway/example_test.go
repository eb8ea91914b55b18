package gateway_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	"motoconsole/gateway"
)

// bank is a stand-in for the gateway that gives one answer to everything.
func bank(elements string) *httptest.Server {
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{
			"requestreference": r.Header.Get("REQUESTREFERENCE"), "version": "1.00", "response": json.RawMessage("[" + elements + "]"),
		})
	}))
}

func newClient(server *httptest.Server) *gateway.Client {
	client, err := gateway.New(gateway.Config{
		URL:      server.URL + "/json/", // https://webservices.securetrading.net/json/
		Username: "webservices@example.com",
		Password: gateway.NewPassword("Password1^"),
	})
	if err != nil {
		panic(err)
	}
	return client
}

func ExampleClient_Auth() {
	server := bank(`{"requesttypedescription":"AUTH","errorcode":"0","settlestatus":"0","transactionreference":"23-9-80006",
		"baseamount":"1050","currencyiso3a":"GBP","orderreference":"A1001","maskedpan":"411111######1111","authcode":"TEST96",
		"securityresponseaddress":"2","securityresponsepostcode":"2","securityresponsesecuritycode":"4"}`)
	defer server.Close()
	client := newClient(server)

	// Digits go into the handles one by one, as they are typed.
	number, code := gateway.NewCardNumber(), gateway.NewSecurityCode()
	for _, digit := range []byte("4111111111111111") {
		number.Push(digit)
	}
	for _, digit := range []byte("123") {
		code.Push(digit)
	}
	pounds, err := gateway.ParseCurrency("GBP")
	if err != nil {
		panic(err)
	}
	amount, err := gateway.ParseMoney("10.50", pounds)
	if err != nil {
		panic(err)
	}

	result, err := client.Auth(context.Background(), gateway.AuthRequest{
		Site:           "test_site12345",
		OrderReference: "A1001", // your own, unique, and recorded before this call
		Amount:         amount,
		Card:           gateway.Card{Number: number, Code: code, Expiry: gateway.Expiry{Month: time.December, Year: time.Now().Year() + 1}},
		Billing:        gateway.Billing{LastName: "Smith", Premise: "No 789", Postcode: "TE45 6ST", Country: "GB"},
		OperatorName:   "priya",
	})
	switch result.Outcome {
	case gateway.OutcomeApproved:
		fmt.Println("approved", result.Record.TransactionReference, amount)
		fmt.Println("security code:", result.Record.Checks().SecurityCode)
	case gateway.OutcomeDeclined:
		fmt.Println("declined")
	case gateway.OutcomeUnknown:
		fmt.Println("do not charge again, query:", err)
	default:
		fmt.Println(result.Outcome, result.Fields, err)
	}
	fmt.Println("digits left in memory:", number.Len())
	// Output:
	// approved 23-9-80006 £10.50
	// security code: Not matched
	// digits left in memory: 0
}

func ExampleClient_AccountCheck() {
	server := bank(`{"requesttypedescription":"ACCOUNTCHECK","errorcode":"70000","errormessage":"Decline"}`)
	defer server.Close()
	pounds, _ := gateway.ParseCurrency("GBP")

	result, err := newClient(server).AccountCheck(context.Background(), gateway.AccountCheckRequest{
		Site: "test_site12345", OrderReference: "A1002", Amount: gateway.Money{Currency: pounds},
		Parent: "23-9-80006", // check the card of an earlier payment
	})
	fmt.Println(result.Outcome, result.Code.Class, err)
	// Output: declined other_card <nil>
}

func ExampleClient_Refund() {
	server := bank(`{"requesttypedescription":"REFUND","errorcode":"0","settlestatus":"0","transactionreference":"23-9-80009",
		"parenttransactionreference":"23-9-80006","baseamount":"500","currencyiso3a":"GBP"}`)
	defer server.Close()
	pounds, _ := gateway.ParseCurrency("GBP")

	result, err := newClient(server).Refund(context.Background(), gateway.RefundRequest{
		Site: "test_site12345", Parent: "23-9-80006", Amount: gateway.Money{Minor: 500, Currency: pounds},
	})
	fmt.Println(result.Outcome, err)
	fmt.Println(result.Record.Progress()) // a refund waits for settlement, too
	// Output:
	// approved <nil>
	// Pending: settles in the next run
}

func ExampleClient_Update() {
	server := bank(`{"requesttypedescription":"TRANSACTIONUPDATE","errorcode":"60017","errormessage":"Transaction not updatable"}`)
	defer server.Close()

	result, err := newClient(server).Update(context.Background(), gateway.Cancel("test_site12345", "23-9-80006"))
	if err == nil && result.Outcome == gateway.OutcomeRejected && result.Code.Class == gateway.ClassState {
		fmt.Println("too late to cancel, refund it:", result.Code.Message)
	}
	// Output: too late to cancel, refund it: Transaction not updatable
}

func ExampleClient_Query() {
	server := bank(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"0"}`)
	defer server.Close()

	// What happened to a payment whose answer was lost?
	result, err := newClient(server).Query(context.Background(), gateway.Query{
		Sites: []string{"test_site12345"}, OrderReferences: []string{"A1001"}, RequestTypes: []string{gateway.TypeAuth},
	})
	switch {
	case err != nil:
		fmt.Println("still not known:", err)
	case result.Found == 0:
		fmt.Println("no record yet, which proves nothing so soon")
	default:
		fmt.Println(result.Records[0].Outcome())
	}
	// Output: no record yet, which proves nothing so soon
}

func ExampleClient_Records() {
	server := bank(`{"requesttypedescription":"TRANSACTIONQUERY","errorcode":"0","found":"2","records":[
		{"requesttypedescription":"REFUND","transactionstartedtimestamp":"2026-11-21 09:35:10","transactionreference":"72-9-80006",
			"errorcode":"0","settlestatus":"0","baseamount":"500","currencyiso3a":"GBP"},
		{"requesttypedescription":"AUTH","transactionstartedtimestamp":"2026-11-21 09:35:03","transactionreference":"72-9-80005",
			"errorcode":"0","settlestatus":"100","baseamount":"1050","currencyiso3a":"GBP"}]}`)
	defer server.Close()
	day := time.Date(2026, time.November, 21, 0, 0, 0, 0, time.UTC)

	for record, err := range newClient(server).Records(context.Background(), gateway.Query{
		Sites:  []string{"test_site12345"},
		After:  day.Add(-time.Second), // both ends are exclusive
		Before: day.AddDate(0, 0, 1),
	}) {
		var dense *gateway.DenseSecondError
		if errors.As(err, &dense) {
			fmt.Println("not all of", dense.Second)
			continue
		}
		if err != nil {
			fmt.Println("stopped:", err)
			break
		}
		amount, _ := record.Amount()
		at, _ := record.StartedAt()
		fmt.Println(at.Format(time.TimeOnly), record.What(), amount, record.Outcome(), "-", record.Progress())
	}
	// Output:
	// 09:35:03 Payment £10.50 approved - Settled: paid
	// 09:35:10 Refund £5.00 approved - Pending: settles in the next run
}

func ExampleClient_Block() {
	server := bank(`{"requesttypedescription":"TRANSACTIONUPDATE","errorcode":"60017","errormessage":"Transaction not updatable"},
		{"requesttypedescription":"REFUND","errorcode":"0","settlestatus":"0","transactionreference":"23-9-80009",
			"parenttransactionreference":"23-9-80006","baseamount":"1050","currencyiso3a":"GBP"}`)
	defer server.Close()

	// Give all the money back, whether the payment has settled meanwhile or not.
	elements, err := newClient(server).Block(context.Background(),
		gateway.Cancel("test_site12345", "23-9-80006"),
		gateway.RefundRequest{Site: "test_site12345", Parent: "23-9-80006"},
	)
	if err != nil {
		fmt.Println("find out with a query:", err)
		return
	}
	fmt.Println("cancelled:", elements[0].Result.(gateway.UpdateResult).Outcome)
	fmt.Println("refunded:", elements[1].Result.(gateway.RefundResult).Outcome)
	// Output:
	// cancelled: rejected
	// refunded: approved
}

func ExampleError() {
	client, err := gateway.New(gateway.Config{
		URL: "http://127.0.0.1:1/json/", Username: "webservices@example.com", Password: gateway.NewPassword("Password1^"),
	})
	if err != nil {
		panic(err)
	}
	result, err := client.Refund(context.Background(), gateway.RefundRequest{Site: "test_site12345", Parent: "23-9-80006"})
	var failure *gateway.Error
	if errors.As(err, &failure) && !failure.Written {
		fmt.Println(result.Outcome, "- safe to try again:", err)
	}
	// Output: not sent - safe to try again: the gateway could not be reached
}

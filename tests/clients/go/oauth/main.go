// golang.org/x/oauth2 against the token endpoint: the exchange of refresh tokens, the refusal of an
// unknown one, and the token of a service account.
package main

import (
	"context"
	"errors"
	"log"
	"net/http"
	"os"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"
)

func exchange(ctx context.Context, config *oauth2.Config, refresh string) (*oauth2.Token, error) {
	return config.TokenSource(ctx, &oauth2.Token{RefreshToken: refresh}).Token()
}

func useConsumerToken(ctx context.Context) error {
	config := &oauth2.Config{
		ClientID:     os.Getenv("GATEHOUSE_PROJECT"),
		ClientSecret: os.Getenv("GATEHOUSE_SERVICE_TOKEN"),
		Endpoint: oauth2.Endpoint{
			TokenURL:  os.Getenv("GATEHOUSE_URL") + "/oauth2/token",
			AuthStyle: oauth2.AuthStyleInHeader,
		},
	}
	first, err := exchange(ctx, config, os.Getenv("GATEHOUSE_CONSUMER_TOKEN"))
	if err != nil {
		return err
	}
	if first.Type() != "Bearer" || !first.Expiry.After(time.Now()) || !first.Valid() {
		return errors.New("the access token is not valid")
	}
	second, err := exchange(ctx, config, first.RefreshToken)
	if err != nil {
		return err
	}
	if second.RefreshToken == first.RefreshToken {
		return errors.New("the refresh token stayed the same")
	}
	_, err = exchange(ctx, config, "0123456789abcdef")
	var refused *oauth2.RetrieveError
	if !errors.As(err, &refused) || refused.ErrorCode != "invalid_grant" {
		return errors.New("a token that does not exist was not refused as invalid_grant")
	}
	return nil
}

func useServiceAccount(ctx context.Context) error {
	url := os.Getenv("GATEHOUSE_URL")
	config := &clientcredentials.Config{
		ClientID:     os.Getenv("GATEHOUSE_CLIENT_ID"),
		ClientSecret: os.Getenv("GATEHOUSE_CLIENT_SECRET"),
		TokenURL:     url + "/oauth2/token",
		AuthStyle:    oauth2.AuthStyleInHeader,
	}
	answer, err := config.Client(ctx).Get(url + "/api/v1/me")
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return errors.New("the token of a service account is not accepted: " + answer.Status)
	}
	return nil
}

func main() {
	ctx := context.Background()
	for _, use := range []func(context.Context) error{useConsumerToken, useServiceAccount} {
		if err := use(ctx); err != nil {
			log.Fatal(err)
		}
	}
}

// A client on the package that oapi-codegen generates.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/oapi-codegen/runtime/types"

	"example.com/gatehouse-client-test/gatehouse"
)

const email = types.Email("go@example.com")

var codeInMail = regexp.MustCompile(`(?m)^X-Approve-Code: (\S+)`)

// approveCode returns the code of the mail for the registration.
func approveCode(registration string) (string, error) {
	files, err := filepath.Glob(filepath.Join(os.Getenv("GATEHOUSE_MAILDIR"), "new", "*"))
	if err != nil {
		return "", err
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return "", err
		}
		code := codeInMail.FindSubmatch(text)
		if code != nil && strings.Contains(string(text), "X-Registration-Id: "+registration) {
			return string(code[1]), nil
		}
	}
	return "", errors.New("no mail for the registration " + registration)
}

// unexpected reports an answer of another status than the description promises.
func unexpected(what string, status int, body []byte) error {
	return fmt.Errorf("%s: %d %s", what, status, body)
}

// register makes an account and returns the token of a session of its admin.
func register(ctx context.Context, api *gatehouse.ClientWithResponses) (string, error) {
	password := os.Getenv("GATEHOUSE_PASSWORD")
	begun, err := api.RegisterAccountWithResponse(ctx, nil,
		gatehouse.RegisterAccount{OrganizationName: "Go Ltd", Email: email})
	if err != nil {
		return "", err
	}
	if begun.JSON201 == nil {
		return "", unexpected("register", begun.StatusCode(), begun.Body)
	}
	registration := begun.JSON201.Content.RegistrationId
	code, err := approveCode(registration)
	if err != nil {
		return "", err
	}
	approved, err := api.ApproveAccountWithResponse(ctx, registration, nil,
		gatehouse.ApproveAccount{ApproveCode: code, Email: email, Password: password,
			FirstName: "Ada", LastName: "Lovelace"})
	if err != nil {
		return "", err
	}
	if approved.JSON202 == nil {
		return "", unexpected("approve", approved.StatusCode(), approved.Body)
	}
	session, err := api.LogInWithResponse(ctx, nil,
		gatehouse.LogIn{Email: email, Password: password})
	if err != nil {
		return "", err
	}
	if session.JSON201 == nil || session.JSON201.Content.Token == nil {
		return "", unexpected("log in", session.StatusCode(), session.Body)
	}
	return *session.JSON201.Content.Token, nil
}

// makeProject also meets the conflict and the missing project.
func makeProject(ctx context.Context, api *gatehouse.ClientWithResponses) (gatehouse.Project, error) {
	body := gatehouse.DescribeProject{Name: "Web shop"}
	created, err := api.CreateProjectWithResponse(ctx, nil, body)
	if err != nil {
		return gatehouse.Project{}, err
	}
	if created.JSON201 == nil {
		return gatehouse.Project{}, unexpected("create", created.StatusCode(), created.Body)
	}
	again, err := api.CreateProjectWithResponse(ctx, nil, body)
	if err != nil {
		return gatehouse.Project{}, err
	}
	if again.JSON409 == nil || again.JSON409.Code != "already_exists" {
		return gatehouse.Project{}, unexpected("create again", again.StatusCode(), again.Body)
	}
	missing, err := api.GetProjectWithResponse(ctx, strings.Repeat("0", 32), nil)
	if err != nil {
		return gatehouse.Project{}, err
	}
	if missing.JSON404 == nil || missing.JSON404.Code != "not_found" {
		return gatehouse.Project{}, unexpected("a missing project", missing.StatusCode(), missing.Body)
	}
	return created.JSON201.Content, nil
}

func mintToken(ctx context.Context, api *gatehouse.ClientWithResponses, project string) error {
	service := os.Getenv("GATEHOUSE_SERVICE")
	consumer, err := api.CreateConsumerWithResponse(ctx, nil, gatehouse.CreateConsumer{})
	if err != nil {
		return err
	}
	if consumer.JSON201 == nil {
		return unexpected("create a consumer", consumer.StatusCode(), consumer.Body)
	}
	id := consumer.JSON201.Content.Id
	attached, err := api.AttachServiceWithResponse(ctx, project, nil,
		gatehouse.AttachService{Name: "Push", ServiceCatalogCode: service})
	if err != nil {
		return err
	}
	if attached.JSON201 == nil {
		return unexpected("attach the service", attached.StatusCode(), attached.Body)
	}
	joined, err := api.AttachConsumerWithResponse(ctx, project, nil,
		gatehouse.AttachConsumer{ConsumerId: id})
	if err != nil {
		return err
	}
	if joined.JSON201 == nil {
		return unexpected("attach the consumer", joined.StatusCode(), joined.Body)
	}
	minted, err := api.CreateConsumerTokenWithResponse(ctx, nil, gatehouse.MintConsumerToken{
		ConsumerId: id, ProjectId: project, ServiceCatalogCode: service})
	if err != nil {
		return err
	}
	if minted.JSON201 == nil || len(*minted.JSON201.Content.Token) != 64 {
		return unexpected("mint a token", minted.StatusCode(), minted.Body)
	}
	return nil
}

func makeCredential(ctx context.Context, api *gatehouse.ClientWithResponses, project string) error {
	saved, err := api.CreateCredentialWithResponse(ctx, project, nil, gatehouse.CreateCredential{
		Username: "reader", Password: "secret", Email: "reader@example.com"})
	if err != nil {
		return err
	}
	if saved.JSON200 == nil || !saved.JSON200.Success {
		return unexpected("create a credential", saved.StatusCode(), saved.Body)
	}
	listed, err := api.ListCredentialsWithResponse(ctx, project, nil)
	if err != nil {
		return err
	}
	if listed.JSON200 == nil || len(listed.JSON200.ResultList) != 1 ||
		listed.JSON200.ResultList[0].Username != "reader" {
		return unexpected("list credentials", listed.StatusCode(), listed.Body)
	}
	return nil
}

func run(ctx context.Context) error {
	url := os.Getenv("GATEHOUSE_URL")
	stranger, err := gatehouse.NewClientWithResponses(url)
	if err != nil {
		return err
	}
	token, err := register(ctx, stranger)
	if err != nil {
		return err
	}
	api, err := gatehouse.NewClientWithResponses(url, gatehouse.WithRequestEditorFn(
		func(_ context.Context, request *http.Request) error {
			request.Header.Set("Authorization", "Bearer "+token)
			return nil
		}))
	if err != nil {
		return err
	}
	me, err := api.GetMeWithResponse(ctx, nil)
	if err != nil {
		return err
	}
	if me.JSON200 == nil || me.JSON200.Content.Role != "admin" {
		return unexpected("me", me.StatusCode(), me.Body)
	}
	project, err := makeProject(ctx, api)
	if err != nil {
		return err
	}
	if err := mintToken(ctx, api, project.Id); err != nil {
		return err
	}
	return makeCredential(ctx, api, project.Name)
}

func main() {
	if err := run(context.Background()); err != nil {
		log.Fatal(err)
	}
}

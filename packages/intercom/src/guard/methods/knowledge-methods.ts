import { PUBLISHES } from "./body-demands.ts";
import type { RowPlace } from "./row-place.ts";
import type { SdkMethodsOf } from "./sdk-method.ts";

const ARTICLE: RowPlace = { ids: ["article_id"], read: "articles.find" };
const COLLECTION: RowPlace = { ids: ["collection_id"], read: "helpCenters.collections.find" };
const INTERNAL_ARTICLE: RowPlace = {
  ids: ["internal_article_id"],
  read: "internalArticles.retrieveInternalArticle",
};
const SOURCE: RowPlace = { ids: ["source_id"], read: "aiContent.getContentImportSource" };
const PAGE: RowPlace = { ids: ["page_id"], read: "aiContent.getExternalPage" };
const NEWS_ITEM: RowPlace = { ids: ["news_item_id"], read: "news.items.find" };

export const knowledgeMethods: SdkMethodsOf<
  "articles" | "helpCenters" | "internalArticles" | "aiContent" | "news"
> = {
  "articles.list": { permission: "articles:read", http: "GET /articles", rows: "data" },
  "articles.search": {
    permission: "articles:read",
    http: "GET /articles/search",
    rows: "data.articles",
  },
  "articles.find": {
    permission: "articles:read",
    http: "GET /articles/{article_id}",
    row: ARTICLE,
    answersRow: true,
  },
  "articles.create": {
    permission: "articles:write",
    http: "POST /articles",
    also: [PUBLISHES],
    fields: true,
  },
  "articles.update": {
    permission: "articles:write",
    http: "PUT /articles/{article_id}",
    also: [PUBLISHES],
    row: ARTICLE,
    fields: true,
  },
  "articles.delete": {
    permission: "articles:delete",
    http: "DELETE /articles/{article_id}",
    row: ARTICLE,
  },

  "helpCenters.list": {
    permission: "help_center:read",
    http: "GET /help_center/help_centers",
    rows: "data",
  },
  "helpCenters.find": {
    permission: "help_center:read",
    http: "GET /help_center/help_centers/{help_center_id}",
    row: { ids: ["help_center_id"], read: "helpCenters.find" },
    answersRow: true,
  },
  "helpCenters.collections.list": {
    permission: "help_center:read",
    http: "GET /help_center/collections",
    rows: "data",
  },
  "helpCenters.collections.find": {
    permission: "help_center:read",
    http: "GET /help_center/collections/{collection_id}",
    row: COLLECTION,
    answersRow: true,
  },
  "helpCenters.collections.create": {
    permission: "help_center:write",
    http: "POST /help_center/collections",
    fields: true,
  },
  "helpCenters.collections.update": {
    permission: "help_center:write",
    http: "PUT /help_center/collections/{collection_id}",
    row: COLLECTION,
    fields: true,
  },
  "helpCenters.collections.delete": {
    permission: "help_center:delete",
    http: "DELETE /help_center/collections/{collection_id}",
    row: COLLECTION,
  },

  "internalArticles.listInternalArticles": {
    permission: "internal_articles:read",
    http: "GET /internal_articles",
    rows: "data",
    noRequest: true,
  },
  "internalArticles.searchInternalArticles": {
    permission: "internal_articles:read",
    http: "GET /internal_articles/search",
    rows: "data.internal_articles",
  },
  "internalArticles.retrieveInternalArticle": {
    permission: "internal_articles:read",
    http: "GET /internal_articles/{internal_article_id}",
    row: INTERNAL_ARTICLE,
    answersRow: true,
  },
  "internalArticles.createInternalArticle": {
    permission: "internal_articles:write",
    http: "POST /internal_articles",
    fields: true,
  },
  "internalArticles.updateInternalArticle": {
    permission: "internal_articles:write",
    http: "PUT /internal_articles/{internal_article_id}",
    row: INTERNAL_ARTICLE,
    fields: true,
  },
  "internalArticles.deleteInternalArticle": {
    permission: "internal_articles:write",
    http: "DELETE /internal_articles/{internal_article_id}",
    row: INTERNAL_ARTICLE,
  },

  "aiContent.listContentImportSources": {
    permission: "ai_content:read",
    http: "GET /ai/content_import_sources",
    rows: "data",
    noRequest: true,
  },
  "aiContent.getContentImportSource": {
    permission: "ai_content:read",
    http: "GET /ai/content_import_sources/{source_id}",
    row: SOURCE,
    answersRow: true,
  },
  "aiContent.createContentImportSource": {
    permission: "ai_content:write",
    http: "POST /ai/content_import_sources",
    fields: true,
  },
  "aiContent.updateContentImportSource": {
    permission: "ai_content:write",
    http: "PUT /ai/content_import_sources/{source_id}",
    row: SOURCE,
    fields: true,
  },
  "aiContent.deleteContentImportSource": {
    permission: "ai_content:write",
    http: "DELETE /ai/content_import_sources/{source_id}",
    row: SOURCE,
  },
  "aiContent.listExternalPages": {
    permission: "ai_content:read",
    http: "GET /ai/external_pages",
    rows: "data",
    noRequest: true,
  },
  "aiContent.getExternalPage": {
    permission: "ai_content:read",
    http: "GET /ai/external_pages/{page_id}",
    row: PAGE,
    answersRow: true,
  },
  "aiContent.createExternalPage": {
    permission: "ai_content:write",
    http: "POST /ai/external_pages",
    fields: true,
  },
  "aiContent.updateExternalPage": {
    permission: "ai_content:write",
    http: "PUT /ai/external_pages/{page_id}",
    row: PAGE,
    fields: true,
  },
  "aiContent.deleteExternalPage": {
    permission: "ai_content:write",
    http: "DELETE /ai/external_pages/{page_id}",
    row: PAGE,
  },

  "news.items.list": {
    permission: "news:read",
    http: "GET /news/news_items",
    rows: "data",
    noRequest: true,
  },
  "news.items.find": {
    permission: "news:read",
    http: "GET /news/news_items/{news_item_id}",
    row: NEWS_ITEM,
    answersRow: true,
  },
  "news.items.create": { permission: "news:write", http: "POST /news/news_items", fields: true },
  "news.items.update": {
    permission: "news:write",
    http: "PUT /news/news_items/{news_item_id}",
    row: NEWS_ITEM,
    fields: true,
    nested: true,
  },
  "news.items.delete": {
    permission: "news:write",
    http: "DELETE /news/news_items/{news_item_id}",
    row: NEWS_ITEM,
  },
  "news.feeds.list": {
    permission: "news:read",
    http: "GET /news/newsfeeds",
    rows: "data",
    noRequest: true,
  },
  "news.feeds.find": {
    permission: "news:read",
    http: "GET /news/newsfeeds/{newsfeed_id}",
    row: { ids: ["newsfeed_id"], read: "news.feeds.find" },
    answersRow: true,
  },
  "news.feeds.listItems": {
    permission: "news:read",
    http: "GET /news/newsfeeds/{newsfeed_id}/items",
    rows: "data",
  },
};

export { isSearchDate, searchTime, type TimeRange } from './dates.ts';
export {
  parseSearch,
  SEARCH_FILTERS,
  SEARCH_HAS,
  type SearchFilter,
  type SearchHas,
  type SearchPart,
  searchFilterText,
} from './parse.ts';

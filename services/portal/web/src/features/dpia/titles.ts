import { useQuery } from '@tanstack/react-query';
import { api, data } from '../../api/client';

/** Titles of the newest assessments, by id. */
export function useAssessmentTitles() {
  const found = useQuery({
    queryKey: ['dpia', 'titles'],
    queryFn: () => data(api.dpia.GET('/v1/assessments', { params: { query: { sort: 'updatedAt', limit: 200 } } })).then((p) => p.items),
    staleTime: 30_000,
  });
  return new Map(found.data?.map((a) => [a.id, a.title]));
}

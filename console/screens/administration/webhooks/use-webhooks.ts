import {
  infiniteQueryOptions,
  queryOptions,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import type { InferRequestType, InferResponseType } from 'hono/client';
import type { Problem } from '../../../../api/problem.ts';
import type { EventType } from '../../../../domain/events.ts';
import { organizationApi } from '../../../api/client.ts';
import { contentOf } from '../../../api/problem.ts';

const api = organizationApi.webhooks;
const endpointApi = api[':endpointId'];
const deliveriesApi = endpointApi.deliveries;
const deliveryApi = deliveriesApi[':deliveryId'];

type Endpoints = Exclude<InferResponseType<typeof api.$get>, Problem>;
export type Endpoint = Endpoints['endpoints'][number];
export type Created = Exclude<InferResponseType<typeof api.$post>, Problem>;
export type NewEndpoint = InferRequestType<typeof api.$post>['json'];
type Change = InferRequestType<typeof endpointApi.$patch>['json'];
type DeliveryPage = Exclude<InferResponseType<typeof deliveriesApi.$get>, Problem>;
export type Delivery = DeliveryPage['deliveries'][number];
export type DeliveryDetail = Exclude<InferResponseType<typeof deliveryApi.$get>, Problem>;

/** How often a delivery that is under way is looked at again, in milliseconds. */
const LOOK_INTERVAL = 2000;

/** Identifies an endpoint. */
export interface EndpointReference {
  readonly organizationId: string;
  readonly endpointId: string;
}

const keyOf = (organizationId: string) => ['organizations', organizationId, 'webhooks'] as const;

export const webhooksQuery = (organizationId: string) =>
  queryOptions({
    queryKey: [...keyOf(organizationId), 'endpoints'],
    queryFn: () => contentOf(api.$get({ param: { organizationId } })),
    staleTime: 0,
  });

/** Runs a change, and then reads everything about webhooks again. */
function useChange<T, V = void>(organizationId: string, change: (value: V) => Promise<T>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: keyOf(organizationId) }),
  });
}

export const useCreate = (organizationId: string) =>
  useChange(organizationId, (json: NewEndpoint) =>
    contentOf(api.$post({ param: { organizationId }, json })),
  );

export const useEdit = (reference: EndpointReference) =>
  useChange(reference.organizationId, (json: Change) =>
    contentOf(endpointApi.$patch({ param: reference, json })),
  );

export const useRotate = (reference: EndpointReference) =>
  useChange(reference.organizationId, () =>
    contentOf(endpointApi.keys.$post({ param: reference, json: {} })),
  );

export const useDelete = (reference: EndpointReference) =>
  useChange(reference.organizationId, () => contentOf(endpointApi.$delete({ param: reference })));

export const useTest = (reference: EndpointReference) =>
  useChange(reference.organizationId, (type: EventType) =>
    contentOf(endpointApi.tests.$post({ param: reference, json: { type } })),
  );

export const useRedeliver = (reference: EndpointReference) =>
  useChange(reference.organizationId, (deliveryId: string) =>
    contentOf(deliveryApi.redeliveries.$post({ param: { ...reference, deliveryId } })),
  );

const deliveriesQuery = (reference: EndpointReference) =>
  infiniteQueryOptions({
    queryKey: [...keyOf(reference.organizationId), 'deliveries', reference.endpointId],
    queryFn: ({ pageParam }) =>
      contentOf(
        deliveriesApi.$get({
          param: reference,
          query: pageParam === null ? {} : { before: pageParam },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ deliveries }) => deliveries.some(isUnderWay)) && LOOK_INTERVAL,
  });

/** Deliveries to an endpoint, newest first, looked at again while one is under way. */
export const useDeliveries = (reference: EndpointReference) =>
  useInfiniteQuery(deliveriesQuery(reference));

/** A delivery with its attempts. */
export const useDelivery = (reference: EndpointReference, { id, state }: Delivery) =>
  useQuery({
    queryKey: [...keyOf(reference.organizationId), 'delivery', id, state],
    queryFn: () => contentOf(deliveryApi.$get({ param: { ...reference, deliveryId: id } })),
    staleTime: 0,
    refetchInterval: state === 'pending' && LOOK_INTERVAL,
  });

const isUnderWay = ({ state }: Pick<Delivery, 'state'>) => state === 'pending';

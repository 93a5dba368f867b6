/** The tables that are read row by row, for TypeORM; what moves sets of rows is written in SQL. */
import { EntitySchema } from 'typeorm';

export interface RatingRow {
  movieId: string;
  userId: string;
  halfStars: number;
}

export const Rating = new EntitySchema<RatingRow>({
  name: 'Rating',
  tableName: 'ratings',
  columns: {
    movieId: { name: 'movie_id', type: 'nvarchar', length: 36, primary: true },
    userId: { name: 'user_id', type: 'nvarchar', length: 36, primary: true },
    halfStars: { name: 'half_stars', type: 'smallint' },
  },
});

export interface GenerationRow {
  name: string;
  projectionVersion: number;
}

export const Generation = new EntitySchema<GenerationRow>({
  name: 'Generation',
  tableName: 'generations',
  columns: {
    name: { type: 'nvarchar', length: 30, primary: true },
    projectionVersion: { name: 'projection_version', type: 'int' },
  },
});

export const entities = [Rating, Generation];
